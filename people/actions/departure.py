"""A person leaves, and sometimes comes back. ORG-2 ORG-3

By hand the organisation's head and its last administrator are replaced before they leave. A `signal` (the HR
system, a passed date) is never refused: then somebody stands in, and the same signal twice is nothing.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from people import registry
from people.actions.role import close, grant_role
from people.actions.session import close_sessions
from people.actions.unit import hold_tree, set_head
from people.models import Membership, Organisation, Role, RoleGrant, Status, Unit
from people.permissions import require
from people.rules import interim_for, stand_in_administrator, stand_in_head, standing_administrators
from trail import clock
from trail.actions import SYSTEM, action, move
from trail.errors import Refused


@action
def announce_leaving(person, on, *, by, why="", signal=False):
    """Set a person's last day, today or later; they work until it ends. ORG-2"""
    require(by, "announce_leaving", person)
    person.refresh_from_db(fields=["status", "leaving_on"])
    if (person.status == Status.LEFT and signal) or person.leaving_on == on:
        return person
    if on < Organisation.current().today(clock.now()):
        if signal:
            return mark_left(person, by=by, why=why, signal=True)
        raise ValidationError({"on": _("This day has passed. Choose today or a later day, or mark them as left.")})
    move(person, "announce_leaving", by=by, why=why, leaving_on=on)
    head = interim_for(person.unit, instead_of=person)
    if head is not None and head.pk != by.pk:
        url = person.get_absolute_url()
        registry.notify(head, "person_leaving", person, by=by, url=url, params={"on": on.isoformat()})
    return person


@action
def withdraw_leaving(person, *, by, why=""):
    """The person stays after all. ORG-2"""
    require(by, "withdraw_leaving", person)
    move(person, "withdraw_leaving", by=by, why=why, leaving_on=None)
    return person


@action
def mark_left(person, *, by, why="", signal=False):
    """The person is gone: out at the next request, roles and headships ended, holdings handed on. ORG-3"""
    require(by, "mark_left", person)
    root = hold_tree()
    person.refresh_from_db(fields=["status", "leaving_on", "unit", "session_epoch"])
    if person.status == Status.LEFT:
        return person
    now = clock.now()
    today = Organisation.current().today(now)
    if root is not None:
        _keep_governed(root, person, today, by=by, signal=signal)
    move(
        person,
        "mark_left",
        by=by,
        why=why,
        is_active=False,
        left_at=now,
        leaving_on=person.leaving_on,
        session_epoch=person.session_epoch + 1,
    )
    close_sessions(person)
    for unit in Unit.objects.filter(head=person).order_by("pk"):
        set_head(unit, None, by=SYSTEM, why=gettext_noop("The head has left"))
    for grant in RoleGrant.objects.filter(person=person, ended_at=None).select_related("unit", "person"):
        close(grant, by=by, reason=gettext_noop("The person has left"))
    for membership in Membership.objects.filter(person=person, until_on=None):
        membership.until_on = max(today, membership.from_on)
        membership.save(update_fields=["until_on"])
    for holding in registry.holdings():
        if holding.on_left is not None:
            holding.on_left(person, by=by)
    return person


@action
def bring_back(person, *, by, why="", unit=None, contract_ends_on=None):
    """The person returns, where they stood or into another unit; roles and accounts do not return. ORG-2"""
    unit = unit or person.unit
    require(by, "bring_back", person)
    require(by, "bring_back", unit)
    today = Organisation.current().today(clock.now())
    fields = {"is_active": True, "left_at": None, "leaving_on": None, "unit": unit}
    if person.is_external:
        contract_ends_on = contract_ends_on or person.contract_ends_on
        if contract_ends_on < today:
            raise ValidationError({"contract_ends_on": _("Their contract has ended. Set its new end.")})
        fields["contract_ends_on"] = contract_ends_on
    move(person, "bring_back", by=by, why=why, names={"unit": unit}, **fields)
    last = person.memberships.order_by("-from_on").first()
    if last is not None and last.until_on >= today:
        # they left earlier on the same day: the period goes on
        Membership.objects.filter(pk=last.pk).update(until_on=None, unit=unit)
    else:
        Membership.objects.create(person=person, unit=unit, from_on=today)
    return person


def _keep_governed(root, person, today, *, by, signal):
    """The organisation keeps a head and an administrator who stays, by hand or by a stand-in."""
    if root.head_id == person.pk:
        successor = stand_in_head(person, today) if signal else None
        if successor is None:
            raise Refused(_("They head the organisation. Name another head first."))
        set_head(root, successor, by=SYSTEM, why=gettext_noop("Stands in: the head has left"))
    held = RoleGrant.objects.filter(person=person, role=Role.ADMINISTRATOR, unit=root, ended_at=None)
    if held.exists() and not standing_administrators(without_person=person).exists():
        successor = stand_in_administrator(person, today) if signal else None
        if successor is None:
            raise Refused(
                _(
                    "They are the last administrator who stays. First make someone else administrator of the"
                    " organisation, without an end date."
                )
            )
        for temporary in RoleGrant.objects.filter(
            person=successor, role=Role.ADMINISTRATOR, unit=root, ended_at=None
        ).select_related("unit", "person"):
            close(
                temporary, by=SYSTEM, reason=gettext_noop("Stands in without an end: the last administrator has left")
            )
        grant_role(
            successor,
            root,
            Role.ADMINISTRATOR,
            by=SYSTEM,
            reason=gettext_noop("Stands in: the last administrator has left"),
        )
