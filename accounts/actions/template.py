"""Write a new version of a checklist template; the ones before stay, and so do the checklists made from them. REG-4"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import ChecklistKind, ChecklistTemplate, Platform, Purpose
from accounts.rules.account import today
from accounts.rules.checklist import check_steps
from accounts.rules.faults import Faults
from people.models import Unit
from people.permissions import require
from trail import clock
from trail.actions import SYSTEM, action, record
from trail.errors import Stale


@action
def write_template(
    kind, steps, *, by, platform_key="", purpose="", last_checked_on=None, seen=None, why=""
) -> ChecklistTemplate:
    """Put a version of the steps into use, for all accounts, a platform or a purpose. REG-4

    `seen` is the number the writer had before them, 0 for none; raises Stale where another is in use by now.
    `last_checked_on` is today unless told.
    """
    require(by, "write_template", Unit.objects.root())
    day = today()
    faults = Faults()
    if kind not in ChecklistKind.values:
        faults.add("kind", _("Not a known value: %(values)s.") % {"values": kind})
    if platform_key and not Platform.objects.filter(pk=platform_key).exists():
        faults.add("platform", _("This platform is not known here."))
    if purpose and purpose not in Purpose.values:
        faults.add("purpose", _("Not a known value: %(values)s.") % {"values": purpose})
    if platform_key and purpose:
        faults.add("purpose", _("A template is for a platform or for a purpose, not for both."))
    if last_checked_on and last_checked_on > day:
        faults.add("last_checked_on", _("This day has not come yet."))
    with faults.found():
        steps = check_steps(steps)
    faults.refuse()
    before = ChecklistTemplate.objects.filter(kind=kind, platform_key=platform_key, purpose=purpose)
    newest = before.order_by("-number").first()
    number = newest.number if newest else 0
    if seen is not None and seen != number:
        raise Stale
    if newest and newest.steps == steps and newest.last_checked_on == (last_checked_on or day):
        raise ValidationError(_("Nothing is different from the version in use."))
    template = ChecklistTemplate.objects.create(
        kind=kind,
        platform_key=platform_key,
        purpose=purpose,
        number=number + 1,
        steps=steps,
        last_checked_on=last_checked_on or day,
        written_by=None if by is SYSTEM else by,
        written_at=clock.now(),
    )
    after = {"number": template.number, "steps": [step["key"] for step in steps], "checked": template.last_checked_on}
    record(template, "write_template", by=by, after=after, names={"template": str(template)}, why=why)
    return template
