"""Tools, devices and scheduled jobs that are connected to an account. REG-1 REG-6"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import ConnectedTool
from accounts.rules.account import today
from accounts.rules.tool import check_tool
from notices.actions import notify_many
from people.permissions import require
from trail import clock
from trail.actions import action, record
from trail.errors import IllegalMove

EDITABLE = ("name", "kind", "authorised_by", "powers", "signs_in", "token_expires_on", "checked_on")


@action
def connect_tool(account, name, authorised_by, *, by, why="", **fields) -> ConnectedTool:
    """Record that a tool may act through the account, and on whose authority. REG-1

    `fields` are its kind, powers, signs_in, token_expires_on, checked_on.
    """
    require(by, "connect_tool", account)
    tool = ConnectedTool(account=account, name=name, authorised_by=authorised_by, from_at=clock.now())
    _set(tool, fields)
    check_tool(tool, today(), is_new=True)
    _refuse_namesake(tool)
    tool.save(force_insert=True)
    shown = {field: value for field, value in fields.items() if value not in ("", None, [])}
    record(account, "connect_tool", by=by, after={"tool": name, "person": authorised_by, **shown}, why=why)
    return tool


@action
def edit_tool(tool, *, by, why="", **fields) -> ConnectedTool:
    """Change what is on record of a connected tool: a new token, a new authoriser, a look at it. REG-1"""
    require(by, "edit_tool", tool.account)
    held = ConnectedTool.objects.select_for_update(of=("self",)).select_related("account", "authorised_by")
    held = held.get(pk=tool.pk)
    if held.until_at is not None:
        raise IllegalMove(message=_("This has ended already."))
    before = {field: getattr(held, field) for field in fields}
    _set(held, fields)
    check_tool(held, today(), is_new=held.authorised_by_id != tool.authorised_by_id)
    _refuse_namesake(held)
    changed = [field for field in fields if before[field] != getattr(held, field)]
    if changed:
        held.save(update_fields=changed)
        record(
            tool.account,
            "edit_tool",
            by=by,
            before={field: before[field] for field in changed},
            after={field: getattr(held, field) for field in changed},
            names={"tool": held.name},
            why=why,
        )
    return held


@action
def disconnect_tool(tool, *, by, why=""):
    """Record that a tool was disconnected. REG-1"""
    require(by, "disconnect_tool", tool.account)
    now = clock.now()
    if not ConnectedTool.objects.filter(pk=tool.pk, until_at__isnull=True).update(until_at=now):
        raise IllegalMove(message=_("This has ended already."))
    tool.until_at = now
    record(tool.account, "disconnect_tool", by=by, before={"tool": tool.name}, names={"tool": tool.name}, why=why)
    return tool


@action
def remind_tools(day, *, by, at_most=500) -> int:
    """Tell authoriser and owner that a token ends, once for each end; how many tools were told of. REG-1

    The conditional UPDATE claims the reminder, so that of two sweeps one sends it.
    """
    told, claimed = [], 0
    tools = ConnectedTool.objects.to_remind(day).select_related("authorised_by", "account__platform", "account__owner")
    for tool in tools.order_by("pk")[:at_most]:
        due = tool.token_expires_on
        rows = ConnectedTool.objects.to_remind(day).filter(pk=tool.pk, token_expires_on=due).values("pk")
        if not ConnectedTool.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(
            token_reminded_for=due
        ):
            continue
        claimed += 1
        account = tool.account
        params = {
            "tool": tool.name,
            "account": account.label,
            "platform": account.platform.name,
            "due": due.isoformat(),
        }
        url = f"{account.get_absolute_url()}#tools"
        people = dict.fromkeys(person for person in (tool.authorised_by, account.owner) if person)
        told += [(person, account, params, url) for person in people]
    notify_many(told, "tool_expiring", by=by)
    return claimed


def _set(tool, fields):
    unknown = set(fields) - set(EDITABLE)
    if unknown:
        raise TypeError(f"a tool has no {sorted(unknown)}")
    for field, value in fields.items():
        setattr(tool, field, value)


def _refuse_namesake(tool):
    others = ConnectedTool.objects.connected().filter(account=tool.account, name=tool.name).exclude(pk=tool.pk)
    if others.exists():
        raise ValidationError({"name": _("This tool is on record already.")})
