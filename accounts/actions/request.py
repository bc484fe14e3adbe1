"""From a wish to a decision, and from the decision to an account that is set up. REG-3"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.actions.account import enter
from accounts.actions.checklist import begin
from accounts.models import AccountRequest, ChecklistKind, Decision, Platform, RequestStatus, Status
from accounts.rules.account import address_of
from accounts.rules.handle import BadHandle, parse
from accounts.rules.report import refuse_fake
from accounts.rules.request import check_complete, check_draft
from notices.actions import notify, notify_many
from people.governance import approvers, decides, told
from people.permissions import require
from trail import clock
from trail.actions import SYSTEM, action, change, move, record
from trail.errors import IllegalMove, Stale

EDITABLE = (
    "unit",
    "platform",
    "handle",
    "purposes",
    "audiences",
    "languages",
    "why_not_existing",
    "planned_content",
    "owner",
    "backup",
    "answering_unit",
    "answering_lead",
    "answering",
)
VERBS = {
    RequestStatus.APPROVED: "approve_request",
    RequestStatus.REJECTED: "reject_request",
    RequestStatus.CHANGES_REQUESTED: "request_changes",
}


@action
def draft_request(unit, *, by, requester=None, why="", **fields) -> AccountRequest:
    """Begin a request for a unit: anybody who works there may. REG-3

    `fields` are those of EDITABLE; a draft may leave any of them open. `requester` is `by` unless Dewan or a keeper
    of the unit writes it down for somebody. Raises ValidationError at a field that may not stand so.
    """
    require(by, "draft_request", unit)
    requester = requester or (None if by is SYSTEM else by)
    if requester is None:
        raise TypeError("Say who asks for the account")
    if by is not SYSTEM and requester != by:
        require(by, "register_account", unit)
    if not requester.is_employee_now:
        raise PermissionDenied(_("Only employees ask for an account; ask your sponsor to do it."))
    request = AccountRequest(unit=unit, requester=requester, created_at=clock.now())
    _fill(request, fields)
    check_draft(request, why)
    request.save(force_insert=True)
    given = {name: value for name, value in fields.items() if value not in ("", None, [])}
    record(request, "draft_request", by=by, after={"unit": unit, "requester": requester, **given}, why=why)
    return request


@action
def edit_request(request, *, by, why="", **fields) -> AccountRequest:
    """Change a request that is not before an approver. REG-3

    Raises IllegalMove once it is submitted or settled, Stale when the version in hand is not the one on record.
    """
    require(by, "edit_request", request)
    if request.status not in AccountRequest.MOVES["submit_request"][0]:
        raise IllegalMove(request, "edit_request")
    if "unit" in fields and fields["unit"] != request.unit:
        require(by, "draft_request", fields["unit"])
    fields = _fill(request, fields)
    check_draft(request, why)
    change(request, "edit_request", by=by, why=why, **fields)
    return request


@action
def submit_request(request, *, by) -> AccountRequest:
    """Put a request before the people who decide for its unit, and tell them. REG-3 ORG-5

    Raises ValidationError that names what an approver would miss, or that nobody may decide.
    """
    require(by, "submit_request", request)
    if request.status not in AccountRequest.MOVES["submit_request"][0]:
        raise IllegalMove(request, "submit_request")
    check_complete(request)
    refuse_fake(request)
    deciders = list(approvers(request.unit, request.requester))
    if not deciders:
        raise ValidationError(
            _("Nobody may decide for %(unit)s but yourself; ask an administrator to name an approver.")
            % {"unit": request.unit},
            code="nobody_decides",
        )
    now = clock.now()
    move(request, "submit_request", by=by, submitted_at=now, reason="", decided_at=None, decided_by=None)
    params = {"requester": request.requester.name, "unit": request.unit.name}
    url = request.get_absolute_url()
    notify_many([(person, request, params, url) for person in deciders], "request_submitted", by=by, at=now)
    return request


@action
def withdraw_request(request, *, by, why="") -> AccountRequest:
    """Take a request back, whatever was to become of it. REG-3"""
    require(by, "withdraw_request", request)
    move(request, "withdraw_request", by=by, why=why)
    return request


@action
def approve_request(request, *, by, why="") -> AccountRequest:
    """Allow the account: from now on it is set up by its owner. REG-3"""
    return _decide(request, "approve_request", RequestStatus.APPROVED, by, why)


@action
def request_changes(request, *, by, why) -> AccountRequest:
    """Give a request back to its author, saying what to change. REG-3"""
    return _decide(request, "request_changes", RequestStatus.CHANGES_REQUESTED, by, why)


@action
def reject_request(request, *, by, why) -> AccountRequest:
    """Refuse a request; the reasons stay on record. REG-3"""
    return _decide(request, "reject_request", RequestStatus.REJECTED, by, why)


def _decide(request, verb, outcome, by, why):
    require(by, verb, request)
    request.decided(Decision(outcome, why, decided_by=None if by is SYSTEM else by), by)
    return request


@action
def carry_out(request, decision, *, by) -> AccountRequest:
    """Do what was decided of a request; behind `AccountRequest.decided`, the one door for approver and council.

    Without the number of a decision taken elsewhere, `decided_by` must be one of those whose turn it is. The row is
    held, so that of two decisions one is taken and the other hears that it came late. Raises Stale when the request
    is not the version that was read.
    """
    verb = VERBS.get(decision.outcome)
    if verb is None:
        raise ValueError(f"A request is not {decision.outcome}.")
    found = AccountRequest.objects.select_for_update().get(pk=request.pk)
    if found.status != RequestStatus.SUBMITTED:
        raise IllegalMove(request, verb)
    if found.version != request.version:
        raise Stale
    person = decision.decided_by
    if person is not None and person.pk == found.requester_id:
        raise PermissionDenied(_("Nobody decides on what they ask for; somebody else has to."))
    if not decision.number and (person is None or not decides(person, found.unit, found.requester_id)):
        raise PermissionDenied(_("It is not your turn to decide for this unit; its page names who does."))
    reason = decision.reason.strip()
    if not reason and decision.outcome != RequestStatus.APPROVED:
        raise ValidationError({"why": _("Say why; the reason stays on record, and its author is told.")})
    now = clock.now()
    taken = {"decided_at": now, "decided_by": person, "reason": reason, "reference": decision.number}
    if decision.outcome == RequestStatus.APPROVED:
        taken["account"] = _open_account(found, decision, by=by)
    move(request, verb, by=by, why=reason, **taken)
    _tell(request, by=by, at=now)
    return request


def _open_account(request, decision, *, by):
    """The account that was allowed: on record, held, not public before its set-up is done. REG-3"""
    account = enter(
        request.unit,
        request.platform,
        request.handle,
        request.owner,
        "open_account",
        Status.PROVISIONING,
        by=by,
        backup=request.backup,
        purposes=request.purposes,
        audiences=request.audiences,
        languages=request.languages,
        approval=decision.number or request.number,
        why=decision.reason,
    )
    begin(account, ChecklistKind.SETUP, by=by)
    return account


def _tell(request, *, by, at):
    """Tell the requester what became of it, and the organisation's approvers where they only hear of it. ORG-4"""
    params = {"outcome": request.status, "why": request.reason, "unit": request.unit.name}
    if request.decided_by_id:
        params["by"] = request.decided_by.name
    people = {request.requester}
    if request.status == RequestStatus.APPROVED:
        people |= set(told(request.unit, request.requester))
    for person in sorted(people - {by}, key=lambda person: person.pk):
        params |= {"is_yours": person == request.requester}
        notify(person, "request_decided", request, by=by, at=at, url=request.get_absolute_url(), params=dict(params))


def _fill(request, fields):
    """Set the fields, a handle with all that is told by it; gives the columns to write."""
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"a request does not say {sorted(unknown)}")
    fields = dict(fields)
    if "handle" in fields or "platform" in fields:
        handle = fields.get("handle", request.url or request.handle)
        fields |= _address(handle, fields.get("platform", request.platform))
    for name, value in fields.items():
        setattr(request, name, value)
    return fields


def _address(handle, platform):
    if not handle:
        return {"platform": platform, "handle": "", "handle_key": "", "skeleton": "", "url": ""}
    if platform is None:
        platform = _platform_of(handle)
    return {"platform": platform, **address_of(platform, handle, "")}


def _platform_of(handle):
    try:
        key = parse(handle).platform_key
    except BadHandle as error:
        key = error.platform_key
    platform = Platform.objects.filter(pk=key).first() if key else None
    if platform is None:
        raise ValidationError({"platform": _("Choose the platform; this handle does not tell it.")})
    return platform
