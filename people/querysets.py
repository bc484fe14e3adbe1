"""Words for asking, with access included. PLT-4"""

from django.contrib.auth.base_user import BaseUserManager
from django.db import models
from django.db.models import Q


class Governed(models.QuerySet):
    """A queryset whose rows a person may see or not. PLT-4"""

    def visible_to(self, person):
        """The rows this person may see: by a role on the unit or above, or by a part in the thing itself."""
        return self.permitted_to(person, f"see_{self.model._meta.model_name}")

    def permitted_to(self, person, verb):
        """The rows on which this person may do `verb`, by the same rule as `may`."""
        # permissions stand above models in every room; only this word, which models carry, reaches up
        from people.permissions import permitted

        return self.filter(permitted(person, verb, self.model))


class UnitQuerySet(Governed):
    def root(self):
        """The top of the tree, or None while there is no organisation yet."""
        return self.filter(is_root=True).select_related("head").first()

    def below(self, unit):
        """A unit and everything under it."""
        return self.filter(links_up__ancestor=unit)

    def above(self, unit):
        """A unit and everything over it, the nearest first."""
        return self.filter(links_down__descendant=unit).order_by("links_down__depth")


class PersonQuerySet(Governed):
    def employees_now(self):
        """Who may own, back up and head: employed here and not left. ORG-2"""
        return self.filter(kind="employee", is_active=True).exclude(status="left")

    def below(self, unit):
        """Everybody who stands in a unit or under it."""
        return self.filter(unit__in=self.model.unit.field.related_model.objects.below(unit))

    def by_email(self, email):
        """Whoever has this e-mail, however it is written. PLT-3"""
        email = normal_email(email)
        return self.filter(email=email) if email else self.none()

    def gone_by(self, today):
        """Whose last day or contract's end has passed, but who have not left yet. ORG-2"""
        return self.filter(
            Q(status="leaving", leaving_on__lt=today) | (~Q(status="left") & Q(contract_ends_on__lt=today))
        )

    def matching(self, words):
        """A name, an e-mail or a job title that contains every word."""
        found = self
        for word in words.split():
            found = found.filter(Q(name__icontains=word) | Q(email__icontains=word) | Q(job_title__icontains=word))
        return found


class PersonManager(BaseUserManager.from_queryset(PersonQuerySet)):
    def get_by_natural_key(self, email):
        return self.by_email(email).get()

    def create_superuser(self, email, name, password=None):
        """What `manage.py createsuperuser` calls: the first administrator. ORG-7"""
        # Django's command knows managers, not actions
        from people.actions import found_organisation
        from trail.actions import SYSTEM

        return found_organisation(email=email, name=name, password=password, by=SYSTEM)


class RoleGrantQuerySet(Governed):
    def in_force(self, today):
        """Grants that count on a day: not ended, and their last day not passed. ORG-7"""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), ended_at=None)

    def run_out(self, today):
        """Grants whose last day has passed but which nobody has ended yet."""
        return self.filter(ended_at=None, ends_on__lt=today)


class ResponsibilityQuerySet(Governed):
    def current(self):
        """What holds now. ORG-6"""
        return self.filter(until_at=None)

    def as_of(self, at):
        """What held at an instant: from inclusive, until exclusive. ORG-6"""
        return self.filter(Q(until_at=None) | Q(until_at__gt=at), from_at__lte=at)


def normal_email(email):
    """How an e-mail is stored and looked up: lower case, no blanks around it."""
    return (email or "").strip().lower()
