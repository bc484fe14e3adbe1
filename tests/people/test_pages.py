"""The pages: the wrong person first, then what each does, then how many questions it asks. ORG-1 ORG-2 ORG-7"""

from datetime import timedelta

import pytest
from django.urls import reverse

from people import actions
from people.models import Person, Role, RoleGrant, Unit
from trail.actions import SYSTEM


@pytest.fixture
def as_(client):
    """The test client, signed in as somebody."""

    def as_(person):
        client.force_login(person)
        return client

    return as_


def url(name, *args):
    return reverse(f"people:{name}", args=args)


PERSON_VERBS = {
    "edit_person": {"name": "Budi Prasetyo", "kind": "employee"},
    "move_person": {"unit": "Nusantara Energi"},
    "announce_leaving": {"on": "2099-01-01"},
    "withdraw_leaving": {},
    "mark_left": {},
    "bring_back": {"unit": "Nusantara Pangan"},
    "invite_person": {},
}


@pytest.mark.parametrize("verb", PERSON_VERBS)
@pytest.mark.parametrize(("who", "status"), [("oki", 404), ("nia", 404), ("rudi", 403), ("andi", 403)])
def test_verbs_on_a_person_by_the_wrong_one(organisation, as_, budi, verb, who, status):
    """Not seen: 404. Seen but not theirs: 403. PLT-4"""
    answer = as_(getattr(organisation, who)).post(url(verb, budi.pk), PERSON_VERBS[verb])
    assert answer.status_code == status


UNIT_VERBS = {
    "create_unit": {"name": "New", "kind": "branch"},
    "edit_unit": {"name": "Renamed", "kind": "subsidiary"},
    "move_unit": {"parent": "Nusantara Energi"},
    "set_governance_mode": {"mode": "local"},
    "set_head": {"head": "nia@nusantara.example"},
}


@pytest.mark.parametrize("verb", UNIT_VERBS)
@pytest.mark.parametrize(("who", "status"), [("oki", 404), ("nia", 403), ("rudi", 403), ("andi", 403)])
def test_verbs_on_a_unit_by_the_wrong_one(organisation, as_, pangan, verb, who, status):
    """PLT-4"""
    answer = as_(getattr(organisation, who)).post(url(verb, pangan.pk), UNIT_VERBS[verb])
    assert answer.status_code == status


OTHERS = [
    ("add_person", "rudi", 403),
    ("grant_role", "rudi", 403),
    ("grant_role", "oki", 403),
    ("organisation_settings", "andi", 403),
    ("organisation_settings", "rudi", 404),
]


@pytest.mark.parametrize(("name", "who", "status"), OTHERS)
def test_other_pages_by_the_wrong_one(organisation, as_, name, who, status):
    """PLT-4"""
    reader = as_(getattr(organisation, who))
    assert reader.get(url(name)).status_code == status
    assert reader.post(url(name), {}).status_code == status


@pytest.mark.parametrize(("who", "status"), [("oki", 404), ("andi", 403)])
def test_end_role_by_the_wrong_one(organisation, as_, nia, who, status):
    """PLT-4"""
    grant = RoleGrant.objects.get(person=nia)
    answer = as_(getattr(organisation, who)).post(url("end_role", grant.pk), {"reason": "no"})
    assert answer.status_code == status


def test_the_buttons_are_those_one_may_press(organisation, as_, budi):
    """PLT-4"""
    theirs = as_(organisation.rudi).get(url("person_detail", budi.pk)).content.decode()
    mine = as_(organisation.sari).get(url("person_detail", budi.pk)).content.decode()
    for verb in ("edit_person", "move_person", "announce_leaving", "mark_left", "withdraw_leaving"):
        assert url(verb, budi.pk) in mine
        assert url(verb, budi.pk) not in theirs


def test_add_person(organisation, as_, sari):
    """ORG-3"""
    fields = {
        "name": "Fitri Handayani",
        "email": "fitri@nusantara.example",
        "unit": "Nusantara Pangan",
        "kind": "employee",
    }
    answer = as_(sari).post(url("add_person"), fields)
    person = Person.objects.get(name="Fitri Handayani")
    assert answer["Location"] == url("person_detail", person.pk)
    again = as_(sari).post(url("add_person"), fields | {"name": "Fitri Lain"})
    assert again.status_code == 400
    assert "already has this e-mail" in again.content.decode()
    assert "Fitri Lain" in again.content.decode()


def test_edit_person_whom_somebody_else_has_edited(organisation, as_, sari, nia):
    """ORG-2"""
    form = as_(sari).get(url("edit_person", nia.pk)).content.decode()
    assert f'name="version" value="{nia.version}"' in form
    actions.edit_person(nia, job_title="Team lead", by=sari)
    fields = {"name": "Nia K", "kind": "employee", "version": "1"}
    answer = as_(sari).post(url("edit_person", nia.pk), fields)
    assert answer.status_code == 412
    assert Person.objects.get(pk=nia.pk).name == "Nia Kurniasih"


def test_a_departure_by_hand(organisation, as_, sari, nia, today):
    """ORG-2"""
    reader = as_(sari)
    reader.post(url("announce_leaving", nia.pk), {"on": today + timedelta(days=20), "why": "Moves"})
    assert "leaves on" in reader.get(url("person_detail", nia.pk)).content.decode()
    reader.post(url("withdraw_leaving", nia.pk))
    assert reader.post(url("withdraw_leaving", nia.pk)).status_code == 409
    page = reader.get(url("mark_left", nia.pk)).content.decode()
    assert "What hangs on Nia" in page
    reader.post(url("mark_left", nia.pk), {"why": "Gone"})
    assert "No longer here" in reader.get(url("person_detail", nia.pk)).content.decode()
    reader.post(url("bring_back", nia.pk), {"unit": "Nusantara Energi"})
    nia.refresh_from_db()
    assert (nia.status, nia.unit) == ("active", organisation.energi)


def test_mark_left_of_the_head_says_what_to_do(organisation, as_, sari, dewi):
    """ORG-1"""
    answer = as_(sari).post(url("mark_left", dewi.pk), {})
    assert answer.status_code == 409
    assert "Name another head first" in answer.content.decode()


def test_person_list_filters_in_the_address(organisation, as_, sari, budi, gone):
    """PLT-7"""
    reader = as_(sari)

    def names(query):
        rows = reader.get(url("person_list") + query).context["listing"].rows
        return [person.name.split()[0] for person in rows]

    everybody = ["Andi", "Budi", "Dewi", "Made", "Nia", "Oki", "Rudi", "Sari"]
    assert names("") == everybody
    assert names("?sort=-name") == everybody[::-1]
    assert names("?status=left") == ["Tono"]
    assert names("?status=leaving") == ["Budi"]
    assert names(f"?unit={organisation.pangan.pk}") == ["Budi", "Made", "Nia", "Rudi"]
    assert names(f"?unit={organisation.root.pk}") == everybody
    assert names("?role=auditor") == ["Andi"]
    assert names("?q=wulan+sari") == ["Sari"]
    assert names("?q=%25") == []
    assert names("?kind=agency") == []
    for nonsense in ("?status=king", "?unit=999999", "?unit=x", "?sort=password"):
        assert reader.get(url("person_list") + nonsense).status_code == 400


def test_unit_filter_offers_only_what_one_sees(organisation, as_, rudi):
    """PLT-4"""
    reader = as_(rudi)
    assert reader.get(url("person_list") + f"?unit={organisation.energi.pk}").status_code == 400
    assert "Nusantara Energi" not in reader.get(url("person_list")).content.decode()


def test_unit_list_shows_the_tree_one_sees(organisation, as_, sari, rudi):
    """ORG-1"""
    surabaya = actions.create_unit(parent=organisation.pangan, name="Surabaya", by=sari)
    mine = as_(sari).get(url("unit_list")).context["nodes"]
    assert [(node.unit.name, node.depth) for node in mine] == [
        ("Nusantara Group", 0),
        ("Nusantara Energi", 1),
        ("Nusantara Logistik", 1),
        ("Nusantara Pangan", 1),
        ("Surabaya", 2),
    ]
    theirs = as_(rudi).get(url("unit_list")).context["nodes"]
    assert [(node.unit, node.depth) for node in theirs] == [(organisation.pangan, 0), (surabaya, 1)]


def test_units_are_made_moved_and_headed(organisation, as_, sari, nia):
    """ORG-1"""
    reader = as_(sari)
    reader.post(
        url("create_unit", organisation.pangan.pk), {"name": "Surabaya", "kind": "branch", "head": "Nia Kurniasih"}
    )
    unit = Unit.objects.get(name="Surabaya")
    assert unit.head == nia
    twin = reader.post(url("create_unit", organisation.pangan.pk), {"name": "surabaya", "kind": "branch"})
    assert (twin.status_code, "already stands there" in twin.content.decode()) == (400, True)
    assert reader.post(url("move_unit", organisation.pangan.pk), {"parent": "Surabaya"}).status_code == 409
    reader.post(url("move_unit", unit.pk), {"parent": "Nusantara Energi"})
    reader.post(url("edit_unit", unit.pk), {"name": "Gresik", "kind": "branch"})
    reader.post(url("set_head", unit.pk), {"head": ""})
    unit.refresh_from_db()
    assert (unit.parent, unit.name, unit.head) == (organisation.energi, "Gresik", None)
    assert reader.post(url("set_head", organisation.root.pk), {"head": ""}).status_code == 400


def test_roles_are_given_and_ended(organisation, as_, sari, oki, today):
    """ORG-7"""
    reader = as_(sari)
    fields = {"person": "Oki Pratama", "role": "manager", "unit": "Nusantara Energi", "reason": "Stands in"}
    reader.post(url("grant_role"), fields | {"ends_on": today + timedelta(days=9)})
    grant = RoleGrant.objects.get(person=oki)
    assert (grant.role, grant.ends_on) == (Role.MANAGER, today + timedelta(days=9))
    assert reader.post(url("grant_role"), fields).status_code == 409
    assert reader.post(url("grant_role"), fields | {"person": "Sari Wulandari"}).status_code == 403
    assert reader.post(url("grant_role"), fields | {"reason": ""}).status_code == 400
    assert url("end_role", grant.pk) in reader.get(url("role_list")).content.decode()
    reader.post(url("end_role", grant.pk), {"reason": "Back"})
    rows = reader.get(url("role_list") + "?ended=yes").context["listing"].rows
    assert rows == [grant]
    assert reader.post(url("end_role", grant.pk), {"reason": "Back"}).status_code == 409


def test_settings_of_the_organisation(organisation, as_, sari):
    """ORG-1"""
    reader = as_(sari)
    form = reader.get(url("organisation_settings")).context["form"]
    fields = form.initial | {"name": "Nusantara Raya", "email_domains": "nusantara.example\nnusantara.co.id"}
    assert reader.post(url("organisation_settings"), fields).status_code == 302
    assert Unit.objects.root().name == "Nusantara Raya"
    again = reader.post(url("organisation_settings"), fields | {"name": "Other"})
    assert again.status_code == 412
    assert Unit.objects.root().name == "Nusantara Raya"


def test_preferences_from_the_menu_come_back_to_the_page(organisation, as_, nia):
    """PLT-1"""
    answer = as_(nia).post(url("set_preferences"), {"theme": "dark", "next": "/units/"})
    assert answer["Location"] == "/units/"
    nia.refresh_from_db()
    assert nia.theme == "dark"
    assert as_(nia).post(url("set_preferences"), {"theme": "purple"}).status_code == 400
    as_(nia).post(url("set_preferences"), {"language": "id"})
    assert '<html lang="id"' in as_(nia).get(url("profile")).content.decode()


def test_pickers_offer_only_what_one_sees(organisation, as_, rudi, sari, gone):
    """PLT-4"""
    assert "Budi Prasetyo" in as_(rudi).get(url("person_options") + "?q=budi").content.decode()
    assert "Oki" not in as_(rudi).get(url("person_options") + "?q=oki").content.decode()
    assert "Tono" not in as_(sari).get(url("person_options") + "?q=tono").content.decode()
    assert "Energi" not in as_(rudi).get(url("unit_options") + "?q=nusantara").content.decode()


# how many questions a page asks


@pytest.fixture
def crowd(organisation, sari):
    """Thirty more people, units and roles."""

    def crowd():
        for number in range(30):
            unit = actions.create_unit(parent=organisation.pangan, name=f"Branch {number}", by=SYSTEM)
            person = actions.add_person(unit=organisation.pangan, name=f"Person {number}", by=SYSTEM)
            actions.grant_role(person, unit, Role.MANAGER, by=SYSTEM, reason="Runs it")
            actions.set_head(unit, person, by=SYSTEM)

    return crowd


LISTS = {"person_list": 12, "role_list": 12, "unit_list": 8}


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_as_much_at_thirty_rows_as_at_one(
    organisation, as_, sari, crowd, name, django_assert_max_num_queries
):
    """PLT-7"""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    reader = as_(sari)
    reader.get(url(name))
    with CaptureQueriesContext(connection) as few:
        reader.get(url(name))
    crowd()
    with CaptureQueriesContext(connection) as many:
        reader.get(url(name))
    assert len(many) == len(few)
    assert len(many) <= LISTS[name]


def test_objects_ask_as_much_at_thirty_rows_as_at_one(organisation, as_, sari, crowd):
    """PLT-7"""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    reader = as_(sari)
    addresses = [url("unit_detail", organisation.pangan.pk), url("person_detail", organisation.rudi.pk)]
    counts = []
    for _time in range(2):
        for address in addresses:
            reader.get(address)
            with CaptureQueriesContext(connection) as asked:
                reader.get(address)
            counts.append(len(asked))
        crowd() if not _time else None
    assert counts[:2] == counts[2:]
