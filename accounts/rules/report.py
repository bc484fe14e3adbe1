"""What may be reported, who looks at it, and what a confirmed impostor forbids. REG-9 REG-11"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from accounts.models import Account, Report
from accounts.rules.account import MARKS
from accounts.rules.handle import BadHandle, parse
from accounts.rules.secrets import refuse_secrets
from people.models import Person, Role, UnitLink, UnitRole
from trail import clock

# After so long a platform is asked again, unless another day is named.
FOLLOW_UP = timedelta(days=7)
# An e-mail address given by the public is forgotten so long after the case was looked at, and at the latest after that.
FORGET_AFTER, FORGET_AT_LAST = timedelta(days=90), timedelta(days=365)
# From all addresses together, so that nobody buries the triage.
AN_HOUR, FROM_ALL_AN_HOUR = timedelta(hours=1), 120

TRIAGE = (Role.ADMINISTRATOR, Role.COMMUNITY_MANAGER)
TEXTS = ("seen", "evidence_url", "note", "reference", "link", "why")


def read_reported(text, platform=None):
    """The address of what is reported; raises ValidationError at `handle` or `platform`. REG-11"""
    try:
        address = parse(text, platform.key if platform else None)
    except BadHandle as error:
        raise ValidationError({"handle": ValidationError(error.message, code=error.code)}) from error
    if address.platform_key is None:
        raise ValidationError({"platform": _("Choose the platform; this handle does not tell it.")})
    return address


def check_texts(**texts):
    """Refuse secrets and links that are none; gives the texts without what nobody sees. REG-6"""
    errors, clean = {}, {}
    for name, text in texts.items():
        clean[name] = MARKS.sub("", (text or "").replace("\x00", "")).strip()
        try:
            refuse_secrets(clean[name])
            if name in ("evidence_url", "link") and clean[name]:
                URLValidator(schemes=["http", "https"])(clean[name])
        except ValidationError as error:
            errors[name] = error
    if errors:
        raise ValidationError(errors)
    return clean


def ours_at(report):
    """The account on our register at the address of a report: live, or being set up; or None."""
    uid = Q(platform_uid=report.platform_uid) if report.platform_uid else Q(pk__in=[])
    found = Account.objects.standing().filter(Q(handle_key=report.handle_key) | uid, platform=report.platform_id)
    return found.select_related("platform", "unit").first()


def refuse_fake(account):
    """An account that we have confirmed as an impostor is not put on the register by accident. REG-9 REG-11"""
    uid = getattr(account, "platform_uid", "")
    fake = Report.objects.fake().at(account.platform_id, account.handle_key, uid).first()
    if fake is not None:
        raise ValidationError({"handle": ValidationError(words_of_refusal(fake.triaged_at), code="reported_fake")})


def words_of_refusal(at):
    """Why an account cannot be registered, and what to do."""
    return _(
        "We confirmed this account as an impostor on %(day)s. If that was wrong, reopen its report first; then it can "
        "be registered."
    ) % {"day": date_format(localtime(at), "j F Y")}


def triagers(units):
    """{unit id: the people who look at reports there}: keepers of the unit or of one above it. Three queries."""
    above = {}
    for unit, ancestor in UnitLink.objects.filter(descendant__in=units).values_list("descendant", "ancestor"):
        above.setdefault(ancestor, set()).add(unit)
    held = UnitRole.objects.filter(permission__codename__in=[role.value for role in TRIAGE], content_object__in=above)
    held = held.filter(Q(ends_at=None) | Q(ends_at__gt=clock.now()))
    roles = list(held.values_list("user", "content_object"))
    people, found = Person.objects.in_bulk({user for user, _unit in roles}), {}
    for user, ancestor in roles:
        for unit in above[ancestor]:
            found.setdefault(unit, {})[user] = people[user]
    return {unit: list(those.values()) for unit, those in found.items()}
