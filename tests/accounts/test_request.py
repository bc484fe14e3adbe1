"""Nobody opens an account alone: a request, its decision, and what comes of it. REG-3 ORG-5"""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from accounts import actions
from accounts.models import Account, AccountRequest, Decision
from accounts.official import look_up
from accounts.rules.duplicates import duplicates_of
from notices.models import Notice
from people import actions as people
from people.models import Role
from tests.accounts.opening import WISH, being_set_up, drafted, fresh, submitted
from trail import timeline
from trail.actions import SYSTEM, action
from trail.errors import IllegalMove, Stale


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("person__name", flat=True))


def test_anybody_asks_for_their_own_unit_only(organisation):
    """REG-3 PLT-4: Oki of Logistik asks for Logistik, not for Pangan; from outside nobody asks."""
    wish = {"platform": None, "handle": ""}
    assert actions.draft_request(organisation.logistik, by=organisation.oki, **wish).status == "draft"
    with pytest.raises(PermissionDenied):
        actions.draft_request(organisation.pangan, by=organisation.oki, **wish)
    with pytest.raises(PermissionDenied):
        actions.draft_request(organisation.pangan, by=organisation.nia, requester=organisation.rudi, **wish)
    agency = people.add_person(
        name="Tono Agen",
        email="tono@agency.example",
        unit=organisation.pangan,
        kind="agency",
        employer="Agency",
        sponsor=organisation.rudi,
        contract_ends_on="2099-01-01",
        by=SYSTEM,
    )
    with pytest.raises(PermissionDenied):
        actions.draft_request(organisation.pangan, by=agency, **wish)


def test_a_draft_is_its_authors_alone(organisation):
    """PLT-4: what was never submitted is nobody else's business; then who decides sees it, and who oversees."""
    request = drafted(organisation, by="nia")
    seen = {
        name: AccountRequest.objects.visible_to(getattr(organisation, name)).filter(pk=request.pk).exists()
        for name in ("oki", "nia", "rudi", "dewi", "sari", "andi", "budi")
    }
    assert [name for name, sees in seen.items() if sees] == ["nia"]
    actions.submit_request(request, by=organisation.nia)
    for name, sees in {**dict.fromkeys(seen, True), "oki": False}.items():
        visible = AccountRequest.objects.visible_to(getattr(organisation, name))
        assert visible.filter(pk=request.pk).exists() is sees, name


@pytest.mark.parametrize(
    "field",
    ["platform", "purposes", "audiences", "languages", "why_not_existing", "planned_content", "owner", "backup"],
)
def test_submit_request_names_what_an_approver_would_miss(organisation, field):
    """REG-3: each alone; a draft may leave it open."""
    empty = [] if field in ("purposes", "audiences", "languages") else "" if isinstance(WISH.get(field), str) else None
    more = {"handle": ""} if field == "platform" else {}
    request = drafted(organisation, **more, **{field: empty})
    with pytest.raises(ValidationError) as refusal:
        actions.submit_request(request, by=organisation.rudi)
    assert list(refusal.value.message_dict) == [field, *more]
    assert fresh(request).status == "draft"


def test_submit_request_asks_who_will_answer(organisation):
    """REG-3: a unit, a person or words, one of them."""
    request = drafted(organisation, answering_unit=None)
    with pytest.raises(ValidationError) as refusal:
        actions.submit_request(request, by=organisation.rudi)
    assert list(refusal.value.message_dict) == ["answering"]
    actions.edit_request(request, answering="The kitchen, on working days", by=organisation.rudi)
    assert actions.submit_request(request, by=organisation.rudi).status == "submitted"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("planned_content", "Password: Rahasia-2026!kuat"),
        ("why_not_existing", "AKIAIOSFODNN7EXAMPLE"),
        ("answering", "otpauth://totp/x?secret=JBSWY3DPEHPK3PXP"),
        ("handle", "nusantara\u0430resep"),
        ("purposes", ["fun"]),
        ("languages", ["klingonish tongue"]),
    ],
)
def test_a_draft_refuses_what_may_stand_nowhere(organisation, field, value):
    """REG-6: secrets and look-alike letters, at the field."""
    with pytest.raises(ValidationError) as refusal:
        drafted(organisation, **{field: value})
    assert list(refusal.value.message_dict) == [field]
    assert AccountRequest.objects.count() == 0


def test_approve_request_opens_the_account_and_tells(organisation):
    """REG-3: one transaction: decided, on record as being set up, with owner, backup and the request's number."""
    request = submitted(organisation)
    assert told("request_submitted") == ["Dewi Anggraini"]
    for name in ("oki", "rudi", "nia", "andi", "sari"):
        with pytest.raises(PermissionDenied):
            actions.approve_request(fresh(request), by=getattr(organisation, name))
    actions.approve_request(request, by=organisation.dewi, why="Good plan")
    request, account = fresh(request), Account.objects.get()
    assert (request.status, request.decided_by, request.account) == ("approved", organisation.dewi, account)
    assert (account.status, account.owner, account.backup) == ("provisioning", organisation.budi, organisation.made)
    assert (account.approval, account.purposes, account.audiences) == (request.number, ["information"], ["consumers"])
    assert account.tenures.current().count() == 2
    assert told("request_decided") == ["Rudi Santoso"]
    assert told("account_role_given") == ["Budi Prasetyo", "Made Suardana"]
    assert look_up("https://instagram.com/nusantararesep").answer == "not_listed"
    assert timeline.of(request)[0].entry.verb == "approve_request"


def test_reject_request_keeps_its_reasons(organisation):
    """REG-3: a reason is needed, and a settled request is never changed, by whatever way."""
    request = submitted(organisation)
    with pytest.raises(ValidationError) as refusal:
        actions.reject_request(request, by=organisation.dewi, why=" ")
    assert list(refusal.value.message_dict) == ["why"]
    actions.reject_request(request, by=organisation.dewi, why="@nusantarapangan serves them")
    for verb, more in (("approve_request", {}), ("withdraw_request", {}), ("submit_request", {})):
        with pytest.raises((IllegalMove, PermissionDenied)):
            getattr(actions, verb)(fresh(request), by=organisation.dewi, **more)
    with pytest.raises(IllegalMove):
        actions.edit_request(fresh(request), planned_content="Something else", by=organisation.rudi)
    for around in ({"reason": "Other"}, {"status": "draft"}, {"decided_by": organisation.sari}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountRequest.objects.filter(pk=request.pk).update(**around)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountRequest.objects.filter(pk=request.pk)._raw_delete("default")
    assert fresh(request).reason == "@nusantarapangan serves them"
    assert not Account.objects.exists()


def test_request_changes_and_again(organisation):
    """REG-3: given back with a reason, changed, submitted again, approved as it now stands."""
    request = submitted(organisation)
    with pytest.raises(IllegalMove):
        actions.edit_request(request, planned_content="Meanwhile", by=organisation.rudi)
    read = fresh(request)
    actions.request_changes(request, by=organisation.dewi, why="Who answers at weekends?")
    assert (request.status, request.reason) == ("changes_requested", "Who answers at weekends?")
    actions.edit_request(request, answering="Nia at weekends", by=organisation.rudi)
    actions.submit_request(request, by=organisation.rudi)
    assert (request.reason, request.decided_by) == ("", None)
    with pytest.raises(Stale):
        actions.approve_request(read, by=organisation.dewi)
    assert actions.approve_request(request, by=organisation.dewi).status == "approved"


def test_nobody_decides_on_what_they_ask_for(organisation):
    """ORG-5: Dewi decides for everybody but herself, by no door; then an administrator does."""
    request = submitted(organisation, by="dewi")
    assert told("request_submitted") == ["Sari Wulandari"]
    with pytest.raises(PermissionDenied):
        actions.approve_request(request, by=organisation.dewi)
    for number in ("", "K-7"):
        with pytest.raises(PermissionDenied):
            request.decided(Decision("approved", number=number, decided_by=organisation.dewi), organisation.dewi)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountRequest.objects.filter(pk=request.pk).update(decided_by=organisation.dewi)
    assert actions.approve_request(request, by=organisation.sari).decided_by == organisation.sari


def test_the_named_approver_decides(organisation):
    """ORG-4 ORG-5: as soon as one is named the head steps back."""
    people.grant_role(organisation.nia, organisation.pangan, Role.APPROVER, reason="Named", by=organisation.sari)
    people.set_governance_mode(organisation.pangan, "local", by=organisation.sari)
    request = submitted(organisation)
    assert told("request_submitted") == ["Nia Kurniasih"]
    with pytest.raises(PermissionDenied):
        actions.approve_request(request, by=organisation.dewi)
    assert actions.approve_request(request, by=organisation.nia).status == "approved"


def test_decided_is_a_door_for_a_council(organisation):
    """COU-2: within the council's own transaction, by the number of its decision, and nobody of flesh and blood."""
    request = submitted(organisation)

    @action
    def close_vote(*, by):
        request.decided(Decision("approved", "By five votes to two", number="2026-07"), by)

    close_vote(by=SYSTEM)
    request = fresh(request)
    assert (request.status, request.decided_by, request.reference) == ("approved", None, "2026-07")
    assert (request.account.approval, request.reason) == ("2026-07", "By five votes to two")


def test_a_decision_that_cannot_take_effect_is_not_taken(organisation):
    """REG-3: the handle went meanwhile, or the owner left: nothing is decided, and it says why."""
    request = submitted(organisation)
    other = actions.register_account(
        organisation.pangan, request.platform, "nusantararesep", organisation.nia, by=organisation.sari
    )
    with pytest.raises(ValidationError) as refusal:
        actions.approve_request(request, by=organisation.dewi)
    assert list(refusal.value.message_dict) == ["handle"]
    actions.drop_account(other, by=organisation.sari, why="A mistake")
    people.mark_left(organisation.budi, by=organisation.sari, why="Left")
    with pytest.raises(ValidationError) as refusal:
        actions.approve_request(fresh(request), by=organisation.dewi)
    assert list(refusal.value.message_dict) == ["owner"]
    assert (fresh(request).status, Account.objects.standing().count()) == ("submitted", 0)


def test_withdraw_request_and_a_requester_who_leaves(organisation):
    """REG-3 REG-8: the author takes it back; what a leaver had asked for is taken back for them."""
    request = drafted(organisation)
    with pytest.raises(PermissionDenied):
        actions.withdraw_request(request, by=organisation.budi)
    actions.withdraw_request(request, by=organisation.rudi)
    nias = submitted(organisation, by="nia")
    people.mark_left(organisation.nia, by=organisation.sari, why="Left")
    assert (request.status, fresh(nias).status) == ("withdrawn", "withdrawn")


@pytest.mark.parametrize(
    "columns",
    [
        {"status": "open"},
        {"status": "approved"},
        {"status": "rejected", "reason": "", "decided_at": "2026-01-01T00:00:00Z"},
        {"status": "rejected", "reason": "No", "decided_at": None},
        {"status": "changes_requested", "reason": ""},
        {"handle_key": ""},
        {"owner": None},
        {"why_not_existing": ""},
    ],
)
def test_database_holds_what_a_submitted_request_is(organisation, columns):
    """REG-3: around the actions, too."""
    request = submitted(organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountRequest.objects.filter(pk=request.pk).update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountRequest.objects.filter(pk=request.pk).update(backup=organisation.budi)


def test_an_account_comes_of_one_request(organisation):
    """REG-3"""
    account = being_set_up(organisation)
    other = submitted(organisation, "nusantararesep.dua")
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountRequest.objects.filter(pk=other.pk).update(
            status="approved", account=account, decided_by=organisation.dewi, decided_at=account.created_at
        )


def test_duplicates_are_pointed_out(account, organisation):
    """REG-3: the same, one that looks alike, one that serves the same people, one that is asked for."""
    actions.edit_account(account, audiences=["consumers"], purposes=["information", "sales"], by=organisation.sari)
    other = submitted(organisation, "nusantararesep", by="nia")

    def found(**more):
        found = duplicates_of(drafted(organisation, **more))
        return {kind: [str(thing.handle) for thing in getattr(found, kind)] for kind in vars(found)}

    nothing = {"same": [], "alike": [], "serving": [], "asked": []}
    assert found(handle="nusantarapangan") == {**nothing, "same": ["nusantarapangan"]}
    assert found(handle="nusantarapangann", audiences=["media"]) == {**nothing, "alike": ["nusantarapangan"]}
    assert found(handle="dapurkita") == {**nothing, "serving": ["nusantarapangan"]}
    assert found(handle="nusantararesep", audiences=["media"]) == {**nothing, "asked": ["nusantararesep"]}
    assert found(handle="nusantara_resep", audiences=["media"]) == {**nothing, "asked": ["nusantararesep"]}
    assert found(handle="dapurkita", purposes=["recruiting"]) == nothing
    assert duplicates_of(other).asked == []


@pytest.mark.django_db(transaction=True)
def test_of_two_approvers_one_wins(organisation):
    """REG-3: of ten hands, approving and rejecting what they all read, one decides; the others hear 409."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    for name in ("sari", "andi"):
        person = getattr(organisation, name)
        giver = organisation.andi if name == "sari" else organisation.sari
        if name == "sari":
            people.grant_role(
                organisation.andi, organisation.root, Role.ADMINISTRATOR, reason="x", by=organisation.sari
            )
        people.grant_role(person, organisation.root, Role.APPROVER, reason="Named", by=giver)
    request = submitted(organisation)
    read = [fresh(request) for _ in range(10)]

    def decide(number):
        by = organisation.sari if number % 2 else organisation.andi
        try:
            if number % 3:
                actions.approve_request(read[number], by=by)
            else:
                actions.reject_request(read[number], by=by, why="No")
        except (IllegalMove, Stale):
            return "late"
        finally:
            connection.close()
        return "decided"

    with ThreadPoolExecutor(10) as pool:
        heard = sorted(pool.map(decide, range(10)))
    assert heard == ["decided"] + ["late"] * 9
    assert Account.objects.count() == (fresh(request).status == "approved")
