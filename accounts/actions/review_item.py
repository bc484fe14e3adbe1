"""Keep or revoke, and what comes of silence. REG-5 ORG-7"""

from collections import defaultdict

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from accounts.actions.removal import order_removal
from accounts.models import AccessReview, ReviewItem, Silence
from accounts.models.access import REMOVALS
from accounts.querysets.review import give_evidence
from accounts.rules.access import AccessTerms, access_terms, flags_of
from accounts.rules.account import today
from accounts.rules.review import ESCALATION, reviewer_for
from accounts.rules.secrets import refuse_secrets
from people.actions.role import close as close_role
from people.actions.role import is_root_administrator
from people.actions.unit import hold_tree
from people.permissions import require
from people.rules import standing_administrators
from trail import clock
from trail.actions import SYSTEM, action, move_many, record
from trail.errors import IllegalMove, Refused

OWNERS = ("grant__account__owner", "grant__account__backup")


@action
def keep_access(review, items, *, by, why) -> AccessReview:
    """Attest that each of these is still needed, with one reason. REG-5"""
    if not (why or "").strip():
        raise ValidationError({"why": _("Say why it is still needed, for those who look later.")})
    return _decide(review, items, "keep_access", by, why.strip())


@action
def revoke_access(review, items, *, by, why="") -> AccessReview:
    """Order each of these away; roles in Dewan end at once. REG-5 ORG-7"""
    return _decide(review, items, "revoke_access", by, (why or "").strip())


def _decide(review, items, verb, by, why):
    _refuse_secrets(why)
    require(by, "see_accessreview", review)
    wanted = set(items)
    rows = give_evidence(list(review.items.visible_to(by).with_evidence().filter(pk__in=wanted)))
    if not wanted or len(rows) != len(wanted):
        raise ValidationError({"items": _("Choose from what stands in this review.")})
    if review.items.permitted_to(by, verb).filter(pk__in=wanted).count() != len(wanted):
        raise PermissionDenied(_("Only the person who was asked answers. Ask to be made reviewer."))
    now, terms = clock.now(), access_terms()
    if any(item.is_open and item.due_on < terms.today for item in rows):
        raise Refused(_("The time to answer has passed; what was to happen then happens now."))
    moved = _move(rows, verb, by=by, why=why, now=now, terms=terms)
    if len(moved) != len(rows):
        raise IllegalMove(
            message=_("Some of these have been decided or have ended meanwhile. Reload the page and look again.")
        )
    if verb == "revoke_access":
        _take_away(rows, by=by, why=why or "review", now=now)
    return close_if_decided(review, by=by, now=now)


@action
def lapse_items(day, *, by, at_most=500) -> int:
    """Let silence have its consequence, once: the head is asked, or the access goes. How many it concerned. REG-5

    Every item is claimed by the move itself; when this dies halfway nothing of it has happened.
    """
    silent = ReviewItem.objects.silent(day).select_related("review").with_evidence()
    rows = give_evidence(list(silent.order_by("due_on", "pk")[:at_most]))
    now = clock.now()
    asked = _escalate([item for item in rows if _has_a_head_to_ask(item)], day, by=by)
    left = [item for item in rows if item.pk not in asked]
    moved = set(_move(left, "lapse_item", by=by, why="", now=now, terms=access_terms()))
    _take_away([item for item in left if item.pk in moved], by=by, why="silence", now=now, spares=True)
    return len(rows)


@action
def close_reviews(*, by) -> int:
    """Close what is answered, and let go of roles that have ended meanwhile. REG-5"""
    now = clock.now()
    ended = ReviewItem.objects.undecided().filter(role_grant__ended_at__isnull=False)
    move_many(ended, "end_item", by=by, note=_nothing, decided_at=now)
    return len(move_many(AccessReview.objects.decided(), "close_review", by=by, closed_at=now))


def close_if_decided(review, *, by, now):
    """The last answer closes the review; where two are last at once, the sweep does."""
    if move_many(AccessReview.objects.decided().filter(pk=review.pk), "close_review", by=by, closed_at=now):
        review.refresh_from_db()
    return review


@action
def hand_on_items(review, reviewer, person, *, by, why) -> int:
    """Let `person` answer what `reviewer` was to answer; what is their own goes to the next who may be asked. REG-5"""
    require(by, "hand_on_items", review)
    _refuse_secrets(why)
    if not person.is_employee_now or not person.email:
        raise ValidationError({"person": _("Choose an active employee who can sign in.")})
    if person.pk == reviewer.pk:
        raise ValidationError({"person": _("Choose somebody else.")})
    waiting = review.items.undecided().filter(reviewer=reviewer)
    n = waiting.exclude(holder=person).update(reviewer=person, told=0)
    own = waiting.filter(holder=person)
    n += sum(hand_on(own, by=by).values()) if own.exists() else 0
    if not n:
        raise Refused(_("Nothing waits for %(person)s in this review.") % {"person": reviewer})
    names = {"former": reviewer, "person": person, "n": n}
    record(review, "hand_on_items", by=by, after={"reviewer": person}, names=names, why=why)
    return n


def hand_on(items, *, by) -> dict:
    """Ask the next who may be asked about each of these, instead of who was; how many went to whom. REG-5"""
    chosen = reviewer_for(today(), holder="holder", unit="unit", candidates=OWNERS, besides="reviewer")
    by_reviewer = defaultdict(list)
    for key, next_one in items.undecided().annotate(next_one=chosen).values_list("pk", "next_one"):
        by_reviewer[next_one].append(key)
    for next_one, keys in by_reviewer.items():
        ReviewItem.objects.undecided().filter(pk__in=keys).update(reviewer=next_one, told=0)
    return {next_one: len(keys) for next_one, keys in by_reviewer.items()}


def _has_a_head_to_ask(item):
    return item.review.silence == Silence.ESCALATE and item.status == ReviewItem.Status.PENDING


def _escalate(rows, day, *, by) -> set:
    """Ask the head of the unit, or the next above; the keys of those for which there is one to ask."""
    if not rows:
        return set()
    keys = [item.pk for item in rows]
    chosen = reviewer_for(day, holder="holder", unit="unit", besides="reviewer")
    heads = defaultdict(list)
    for key, head in ReviewItem.objects.filter(pk__in=keys).annotate(head=chosen).values_list("pk", "head"):
        heads[head].append(key)
    heads.pop(None, None)
    known, asked = {item.pk: item for item in rows}, set()
    for head, keys in heads.items():
        asked |= set(
            move_many(
                ReviewItem.objects.filter(pk__in=keys),
                "escalate_item",
                by=by,
                note=lambda row: _tell(known[row.pk], "escalate_item", by=by),
                reviewer=head,
                due_on=day + ESCALATION,
                told=0,
            )
        )
    return asked


def _move(rows, verb, *, by, why, now, terms: AccessTerms):
    """Move the items; each is told in the timeline of the account, or of the person whose role it is."""
    known = {item.pk: item for item in rows}
    return move_many(
        ReviewItem.objects.filter(pk__in=list(known)),
        verb,
        by=by,
        note=lambda row: _tell(known[row.pk], verb, by=by, why=why, terms=terms),
        decided_at=now,
        decided_by=None if by is SYSTEM else by,
        reason=why,
    )


def _tell(item, verb, *, by, why="", terms=None):
    """What the reviewer had before them stands in the entry, for whoever asks later."""
    role = item.grant.platform_role if item.grant_id else str(item.role_grant)
    after = {"person": item.holder, "role": role, "review_id": item.review_id}
    if item.grant_id and terms is not None:
        after["flags"] = [flag.key for flag in flags_of(item.grant, terms)]
    thing = item.grant.account if item.grant_id else item.holder
    names = {"person": item.holder, "role": role}
    record(thing, verb, by=by, after=after, names=names, why=why, unit_id=item.unit_id)


def _take_away(rows, *, by, why, now, spares=False):
    """Order access away on the platform; a role in Dewan ends here and now, but never the last administrator's."""
    order_removal([item.grant_id for item in rows if item.grant_id], by=by, why=why, now=now)
    roles = [item.role_grant for item in rows if item.role_grant_id]
    if roles:
        hold_tree()
    for grant in roles:
        grant.refresh_from_db(fields=["ended_at"])
        if grant.ended_at is not None:
            continue
        if is_root_administrator(grant) and not standing_administrators(without_grant=grant).exists():
            if spares:
                continue
            raise Refused(
                _("%(person)s is the last administrator who stays. First make someone else administrator.")
                % {"person": grant.person}
            )
        close_role(grant, by=by, reason=REMOVALS.get(why, why))


def _refuse_secrets(why):
    try:
        refuse_secrets(why or "")
    except ValidationError as error:
        raise ValidationError({"why": error}) from error


def _nothing(row):
    """The end of the role is on record itself."""
