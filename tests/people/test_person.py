"""People come, change and move. ORG-2 ORG-3"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from people import actions, registry
from people.models import Kind, Membership, Person
from trail import timeline
from trail.errors import IllegalMove, Refused, Stale
from trail.models import Entry


@pytest.mark.parametrize("who", ["rudi", "nia", "andi", "oki", "dewi"])
def test_add_person_by_the_wrong_person(organisation, who):
    """ORG-3"""
    with pytest.raises(PermissionDenied):
        actions.add_person(unit=organisation.pangan, name="Fitri", by=getattr(organisation, who))


def test_add_person_without_e_mail_cannot_sign_in_yet(organisation, sari, today):
    """ORG-3"""
    fitri = actions.add_person(unit=organisation.pangan, name="  Fitri Handayani ", by=sari)
    assert (fitri.name, fitri.email, fitri.has_usable_password()) == ("Fitri Handayani", None, False)
    membership = Membership.objects.get(person=fitri)
    assert (membership.unit, membership.from_on, membership.until_on) == (organisation.pangan, today, None)
    (moment,) = timeline.of(fitri)
    assert moment.sentence == "<b>Sari Wulandari</b> added <b>Fitri Handayani</b> to <b>Nusantara Pangan</b>"


@pytest.mark.parametrize("email", ["SARI@nusantara.example", " sari@nusantara.EXAMPLE"])
def test_add_person_with_a_known_e_mail(organisation, sari, email):
    """ORG-3"""
    with pytest.raises(ValidationError) as refused:
        actions.add_person(unit=organisation.pangan, name="Sari Dua", email=email, by=sari)
    assert list(refused.value.message_dict) == ["email"]


OUTSIDE = [
    # what is missing or wrong → the field that says so
    ({"employer": ""}, "employer"),
    ({"sponsor": None}, "sponsor"),
    ({"contract_ends_on": None}, "contract_ends_on"),
]


@pytest.mark.parametrize(("wrong", "field"), OUTSIDE)
def test_add_person_from_outside_needs_sponsor_employer_and_end(organisation, sari, rudi, today, wrong, field):
    """ORG-2"""
    complete = {"employer": "Kreasi", "sponsor": rudi, "contract_ends_on": today}
    with pytest.raises(ValidationError) as refused:
        actions.add_person(unit=organisation.pangan, name="Lina", kind=Kind.AGENCY, by=sari, **{**complete, **wrong})
    assert list(refused.value.message_dict) == [field]


def test_add_person_with_a_sponsor_from_outside(organisation, sari, agency, today):
    """ORG-2"""
    with pytest.raises(ValidationError, match="sponsor"):
        actions.add_person(
            unit=organisation.pangan, name="Joko", kind=Kind.INTERN, employer="Kreasi", sponsor=agency,
            contract_ends_on=today, by=sari,
        )  # fmt: skip


def test_edit_person_of_an_old_version(organisation, sari, nia):
    old = Person.objects.get(pk=nia.pk)
    actions.edit_person(nia, job_title="Team lead", by=sari)
    with pytest.raises(Stale):
        actions.edit_person(old, job_title="Clerk", by=sari)
    nia.refresh_from_db()
    assert (nia.job_title, nia.version) == ("Team lead", 2)


def test_edit_person_e_mail_of_somebody_with_a_wider_role(organisation, sari, nia, made):
    """Whoever sets the e-mail can set the password, so a local administrator may not for wider roles. PLT-3"""
    actions.grant_role(made, organisation.pangan, "administrator", by=sari, reason="Runs the subsidiary")
    actions.edit_person(nia, email="nia.k@nusantara.example", by=made)
    actions.grant_role(nia, organisation.root, "auditor", by=sari, reason="Helps Andi")
    nia.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.edit_person(nia, email="made@elsewhere.example", by=made)
    actions.edit_person(nia, job_title="Still a job of Pangan", by=made)


def test_edit_person_head_cannot_become_one_from_outside(organisation, sari, rudi, dewi, today):
    """ORG-2"""
    outside = {"kind": Kind.CONTRACTOR, "employer": "Own", "sponsor": dewi, "contract_ends_on": today}
    with pytest.raises(Refused, match="head"):
        actions.edit_person(rudi, by=sari, **outside)


def test_edit_person_owner_cannot_become_one_from_outside(organisation, sari, nia, dewi, today, monkeypatch):
    """ORG-2"""
    monkeypatch.setattr(registry, "_holdings", dict(registry._holdings))
    registry.holding("pens", "Pens", lambda person: Person.objects.filter(pk=person.pk), employees_only=True)
    outside = {"kind": Kind.CONTRACTOR, "employer": "Own", "sponsor": dewi, "contract_ends_on": today}
    with pytest.raises(Refused, match="Pens"):
        actions.edit_person(nia, by=sari, **outside)


def test_edit_person_becoming_an_employee_drops_the_contract(organisation, sari, agency):
    """ORG-2"""
    actions.edit_person(agency, kind=Kind.EMPLOYEE, employer="", sponsor=None, contract_ends_on=None, by=sari)
    agency.refresh_from_db()
    assert (agency.is_employee_now, agency.contract_ends_on) == (True, None)


def test_move_person_ends_one_period_and_begins_the_next(organisation, sari, nia, today, clock):
    """ORG-2"""
    with clock.at(clock.now() + timedelta(days=10)):
        actions.move_person(nia, organisation.energi, today + timedelta(days=8), by=sari, why="New team")
    periods = nia.memberships.order_by("from_on").values_list("unit__name", "from_on", "until_on")
    assert list(periods) == [
        ("Nusantara Pangan", today, today + timedelta(days=7)),
        ("Nusantara Energi", today + timedelta(days=8), None),
    ]
    nia.refresh_from_db()
    assert nia.unit == organisation.energi


def test_move_person_twice_on_a_day_keeps_the_last(organisation, sari, nia):
    """ORG-2"""
    actions.move_person(nia, organisation.energi, by=sari)
    actions.move_person(nia, organisation.logistik, by=sari)
    assert [membership.unit for membership in nia.memberships.all()] == [organisation.logistik]


@pytest.mark.parametrize("days", [1, -1])
def test_move_person_not_tomorrow_and_not_before_they_came(organisation, sari, nia, today, days):
    """ORG-2"""
    with pytest.raises(ValidationError) as refused:
        actions.move_person(nia, organisation.energi, today + timedelta(days=days), by=sari)
    assert list(refused.value.message_dict) == ["from_on"]


def test_move_person_who_has_left(organisation, sari, gone):
    with pytest.raises(IllegalMove):
        actions.move_person(gone, organisation.pangan, by=sari)


def test_move_person_to_the_same_unit_is_nothing(organisation, sari, nia):
    before = Entry.objects.count()
    actions.move_person(nia, organisation.pangan, by=sari)
    assert Entry.objects.count() == before


def test_set_preferences_only_ones_own(organisation, sari, nia):
    """PLT-1"""
    with pytest.raises(PermissionDenied):
        actions.set_preferences(nia, theme="dark", by=sari)
    actions.set_preferences(nia, theme="dark", time_zone="Asia/Jayapura", by=nia)
    nia.refresh_from_db()
    assert (nia.theme, nia.time_zone) == ("dark", "Asia/Jayapura")
    with pytest.raises(ValidationError):
        actions.set_preferences(nia, theme="purple", by=nia)
