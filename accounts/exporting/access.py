"""Who can get in, as rows of a file. REG-5 REG-10"""

from django.utils.translation import gettext_lazy as _

from accounts.filters.access import AccessFilter
from accounts.models import AccessGrant
from accounts.rules.access import access_terms, flags_of
from imports.export_kinds import ExportKind, filtered

COLUMNS = (
    *("person", "email", "employer", "platform", "account", "unit", "role", "manages_access", "route", "via"),
    *("since", "last_day", "given_by", "reason", "flags"),
)


class AccessExport(ExportKind):
    """Every access the reader sees as the list is narrowed: now, or on a past day. REG-5"""

    name = "access"
    label = _("Access to accounts")
    columns = COLUMNS

    def seen(self, person, query):
        return filtered(AccessFilter, query, AccessGrant.objects.visible_to(person), person)

    def rows(self, things):
        terms = access_terms()
        for grant in things.with_people().with_evidence().iterator(chunk_size=1000):
            account = grant.account
            yield [
                *(grant.person.name, grant.person.email or "", grant.person.employer, account.platform_id),
                *(account.handle, account.unit.name, grant.platform_role, "yes" if grant.is_admin else "no"),
                *(grant.route, grant.via, terms.day_of(grant.from_at), grant.expires_on or ""),
                *(grant.granted_by.name if grant.granted_by else "", grant.reason),
                "; ".join(flag.key for flag in flags_of(grant, terms)),
            ]
