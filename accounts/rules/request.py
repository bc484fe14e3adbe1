"""Whether a request for an account may be kept, and whether it says enough to be decided. REG-3"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Audience, Purpose
from accounts.rules.account import refuse_invisible
from accounts.rules.secrets import refuse_secrets, warn_of_randomness
from accounts.rules.words import language_codes

TEXTS = ("why_not_existing", "planned_content", "answering")
ASKED = {
    "platform": _("Choose the platform."),
    "handle": _("Say which handle you wish for."),
    "purposes": _("Say what the account is for."),
    "audiences": _("Say whom it is for."),
    "languages": _("Say in which languages it speaks."),
    "why_not_existing": _("Say why none of our accounts serves; the approver asks this first."),
    "planned_content": _("Say what will be published, and how often."),
    "owner": _("Name the employee who will answer for it."),
    "backup": _("Name another employee who stands in."),
}


def check_draft(request, why=""):
    """Refuse what may not stand in a draft either: secrets, unknown words, the same person twice. REG-6"""
    errors = {}
    for field in TEXTS:
        try:
            text = getattr(request, field)
            for line in text.splitlines():
                refuse_invisible(line)
            refuse_secrets(text)
            warn_of_randomness(text, why)
        except ValidationError as error:
            errors[field] = error
    try:
        language_codes(", ".join(map(str, request.languages)))
    except ValidationError as error:
        errors["languages"] = error
    for field, words in (("purposes", Purpose), ("audiences", Audience)):
        unknown = [word for word in getattr(request, field) if word not in words.values]
        if unknown:
            errors[field] = _("Not a known value: %(values)s.") % {"values": ", ".join(map(str, unknown))}
    if request.owner_id and request.owner_id == request.backup_id:
        errors["backup"] = _("Choose someone other than the owner.")
    if errors:
        raise ValidationError(errors)


def check_complete(request):
    """Refuse to put before an approver what leaves their questions open; the errors name every one. REG-3"""
    errors = {field: message for field, message in ASKED.items() if not getattr(request, field)}
    if not (request.answering or request.answering_lead_id or request.answering_unit_id):
        errors["answering"] = _("Say who will answer: a unit, a person, or in words.")
    for part in ("owner", "backup"):
        person = getattr(request, part)
        if person is not None and not person.is_employee_now:
            errors[part] = _("%(person)s is not an employee here; only employees answer for an account.") % {
                "person": person
            }
    if request.answering_lead_id and not request.answering_lead.is_active:
        errors["answering_lead"] = _("%(person)s has left or cannot act any more; choose somebody active.") % {
            "person": request.answering_lead
        }
    if errors:
        raise ValidationError(errors)
