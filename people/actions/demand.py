"""Who must have a second factor: worked out when roles, heads or the settings change, not at every request. PLT-3"""

from django.db.models import Exists, OuterRef, Q

from people.models import Organisation, Person, RoleGrant, Unit


def settle_demand(*pks):
    """Bring `needs_factor` of these people, or of everybody, up to the organisation's settings."""
    organisation = Organisation.current()
    roles, heads = organisation.second_factor_roles, organisation.second_factor_heads
    if pks and not roles and not heads:
        return
    rows = Person.objects.filter(pk__in=filter(None, pks)) if pks else Person.objects.all()
    asked = Q(pk__in=[])
    if roles:
        asked |= Exists(RoleGrant.objects.filter(person=OuterRef("pk"), role__in=roles, ended_at=None))
    if heads:
        asked |= Exists(Unit.objects.filter(head=OuterRef("pk")))
    rows.filter(asked, needs_factor=False).update(needs_factor=True)
    rows.filter(needs_factor=True).exclude(asked).update(needs_factor=False)
