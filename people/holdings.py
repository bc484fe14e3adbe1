"""What of this room itself hangs on a person. REG-8"""

from django.utils.translation import gettext_lazy as _

from people import registry
from people.actions.responsibility import end_of
from people.models import Person, Responsibility, RoleGrant, Status, Unit
from people.rules import interim_for
from trail.actions import SYSTEM, record


def register():
    registry.holding("heads", _("Units headed"), lambda person: Unit.objects.filter(head=person), employees_only=True)
    registry.holding("roles", _("Roles"), lambda person: RoleGrant.objects.filter(person=person, ended_at=None))
    registry.holding(
        "responsibilities",
        _("Responsibilities"),
        lambda person: Responsibility.objects.current().filter(person=person),
        end_of,
    )
    registry.holding("reports", _("People led"), _staying("line_manager"))
    registry.holding("sponsored", _("People sponsored"), _staying("sponsor"), hand_on_sponsored, employees_only=True)


def hand_on_sponsored(leaver, *, by):
    """Outside people always have a sponsor: the head next above stands in. ORG-2"""
    for person in _staying("sponsor")(leaver).select_related("unit").order_by("pk"):
        sponsor = interim_for(person.unit, instead_of=leaver)
        if sponsor is None or sponsor.pk == person.pk:
            continue
        Person.objects.filter(pk=person.pk, sponsor=leaver).update(sponsor=sponsor)
        record(
            person,
            "hand_on_sponsored",
            by=SYSTEM,
            before={"sponsor": leaver},
            after={"sponsor": sponsor},
            names={"former": leaver},
        )


def _staying(field):
    return lambda person: Person.objects.filter(**{field: person}).exclude(status=Status.LEFT)
