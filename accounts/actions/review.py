"""A review is opened, by hand or by its plan, and called off. REG-5 ORG-7"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db.models import BigIntegerField, DateField, Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import AccessGrant, AccessReview, ReviewItem, ReviewPlan, Silence, Subject
from accounts.rules.account import today
from accounts.rules.review import check_due, next_opening, reviewer_for
from accounts.rules.secrets import refuse_secrets
from people.models import Organisation, RoleGrant, UnitLink
from people.permissions import require
from trail import clock
from trail.actions import SYSTEM, action, change, move, move_many, record
from trail.errors import IllegalMove

DAYS = 21


@action
def open_review(
    unit,
    *,
    by,
    title="",
    subject=Subject.ACCESS,
    platform=None,
    route="",
    is_admin_only=False,
    due_on=None,
    silence=Silence.REVOKE,
    why="",
) -> AccessReview:
    """Ask about every open access in a unit and below, each of one who may answer. REG-5

    What another running review asks about already is left to it. Raises ValidationError where nothing is left to ask.
    """
    require(by, "open_role_review" if subject == Subject.ROLES else "open_review", unit)
    day = today()
    due_on = due_on or day + timedelta(days=DAYS)
    check_due(due_on, day)
    _refuse_secrets("title", title)
    if subject == Subject.ROLES and (platform or route or is_admin_only):
        raise ValidationError({"subject": _("Roles in Dewan have no platform and no way in; leave these empty.")})
    review = _open(
        unit,
        by=by,
        day=day,
        title=title,
        subject=subject,
        platform=platform,
        route=route,
        is_admin_only=is_admin_only,
        due_on=due_on,
        silence=silence,
        why=why,
    )
    if review is None:
        raise ValidationError(_("There is nothing to review here, or another running review asks about it already."))
    return review


@action
def cancel_review(review, *, by, why):
    """Call a running review off; nothing happens to what nobody has answered. REG-5"""
    require(by, "cancel_review", review)
    if not (why or "").strip():
        raise ValidationError({"why": _("Say why, for those who look later.")})
    _refuse_secrets("why", why)
    now = clock.now()
    left = review.items.undecided().count()
    move(review, "cancel_review", by=by, why=why, names={"n": left}, closed_at=now)
    move_many(review.items.undecided(), "cancel_item", by=by, note=_told_by_the_review, decided_at=now)
    return review


@action
def set_review_plan(unit, *, by, subject=Subject.ACCESS, months, next_on, days=DAYS, silence=Silence.REVOKE, why=""):
    """Settle how often a unit and all below are reviewed; the root's plan is everybody's who has none. REG-5"""
    require(by, "set_review_plan", unit)
    _refuse_secrets("why", why)
    if next_on < today():
        raise ValidationError({"next_on": _("Choose today or a later day.")})
    if not 1 <= days <= 180:
        raise ValidationError({"days": _("Give the reviewers between one day and half a year.")})
    settled = {"months": months, "next_on": next_on, "days": days, "silence": silence}
    plan = ReviewPlan.objects.running().filter(unit=unit, subject=subject).first()
    if plan is not None:
        change(plan, "set_review_plan", by=by, why=why, names={"unit": unit}, **settled)
        return plan
    plan = ReviewPlan.objects.create(unit=unit, subject=subject, **settled)
    record(plan, "set_review_plan", by=by, after=settled, why=why, names={"unit": unit})
    return plan


@action
def stop_review_plan(plan, *, by, why=""):
    """No review opens by this plan any more; the plan above counts again. REG-5"""
    require(by, "stop_review_plan", plan)
    if not ReviewPlan.objects.running().filter(pk=plan.pk).update(stopped_at=clock.now(), version=F("version") + 1):
        raise IllegalMove(message=_("This has ended already."))
    plan.refresh_from_db()
    record(plan, "stop_review_plan", by=by, before={"unit": plan.unit}, names={"unit": plan.unit}, why=why)
    return plan


@action
def open_planned_review(plan, *, by):
    """Open what a plan asks for and move its day on; the review, or None where there is nothing to ask. REG-5

    The plan's day is the claim: moved by a conditional UPDATE in the same transaction, so of two sweeps one opens, and
    one that dies has opened nothing.
    """
    organisation = Organisation.current()
    day = organisation.today(clock.now())
    claimed = ReviewPlan.objects.due(day).filter(pk=plan.pk, next_on=plan.next_on)
    if not claimed.update(next_on=next_opening(plan, day), version=F("version") + 1):
        return None
    with override(organisation.language):
        kind = _("Role review") if plan.subject == Subject.ROLES else _("Access review")
        title = f"{kind}, {date_format(day, 'F Y')}"
    return _open(
        plan.unit,
        by=by,
        day=day,
        title=title,
        subject=plan.subject,
        due_on=day + timedelta(days=plan.days),
        silence=plan.silence,
        plan=plan,
    )


def _open(unit, *, by, day, why="", **fields):
    if not fields["title"].strip():
        kind = _("Role review") if fields["subject"] == Subject.ROLES else _("Access review")
        fields["title"] = f"{kind}, {date_format(day, 'F Y')}"
    review = AccessReview(unit=unit, opened_by=None if by is SYSTEM else by, opened_at=clock.now(), **fields)
    if not _asked(review, day).exists():
        return None
    review.save(force_insert=True)
    review.total = ReviewItem.objects.insert_from(_asked(review, day))
    AccessReview.objects.filter(pk=review.pk).update(total=review.total)
    after = {"title": review.title, "unit": unit, "due_on": review.due_on, "silence": review.silence}
    record(review, "open_review", by=by, after=after, names={"n": review.total, "unit": unit}, why=why)
    return review


def _asked(review, day):
    """What the review asks about, as rows of its items; the database fills them in one statement."""
    is_roles = review.subject == Subject.ROLES
    unit = "unit" if is_roles else "account__unit"
    if is_roles:
        things, key = RoleGrant.objects.in_force(day), "role_grant"
    else:
        things, key = AccessGrant.objects.current().filter(removal_ordered_at=None), "grant"
        if review.platform_id:
            things = things.filter(account__platform=review.platform_id)
        if review.route:
            things = things.filter(route=review.route)
        if review.is_admin_only:
            things = things.filter(is_admin=True)
    below = UnitLink.objects.filter(ancestor=review.unit_id).values("descendant")
    things = things.filter(**{f"{unit}__in": below})
    if review.plan_id:
        others = ReviewPlan.objects.running().filter(
            subject=review.subject, unit__links_up__ancestor=review.unit_id, unit__links_up__depth__gt=0
        )
        theirs = UnitLink.objects.filter(ancestor__in=others.values("unit")).values("descendant")
        things = things.filter(~Q(**{f"{unit}__in": theirs}))
    things = things.filter(~Exists(ReviewItem.objects.undecided().filter(**{key: OuterRef("pk")})))
    reviewer = reviewer_for(
        day, holder="person", unit=unit, candidates=() if is_roles else ("account__owner", "account__backup")
    )
    nothing = Cast(Value(None), BigIntegerField())
    return things.order_by().annotate(
        x_review=Cast(Value(review.pk), BigIntegerField()),
        x_grant=nothing if is_roles else F("pk"),
        x_role_grant=F("pk") if is_roles else nothing,
        x_holder=F("person_id"),
        x_unit=F(f"{unit}_id"),
        x_reviewer=reviewer,
        x_due_on=Cast(Value(review.due_on), DateField()),
    )


def _told_by_the_review(item):
    """That the review was called off stands in its own timeline."""


def _refuse_secrets(field, text):
    try:
        refuse_secrets(text or "")
    except ValidationError as error:
        raise ValidationError({field: error}) from error
