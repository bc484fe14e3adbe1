"""What of the register hangs on a person, and what becomes of it when they leave. REG-8 ORG-2"""

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.actions.removal import order_removal
from accounts.actions.review_item import hand_on
from accounts.actions.tenure import appointment
from accounts.models import AccessGrant, AccessReview, Account, AccountRequest, ConnectedTool, ReviewItem
from people.registry import holding
from people.rules import interim_for
from trail import clock
from trail.actions import action, change, move, record


@action
def take_over_accounts(person, *, by):
    """Give every account of a leaver, one being set up too, to somebody at once for the time being. REG-2 REG-8

    The backup owner takes over, else the head of the unit, else the heads above. Where nobody is left the
    departure cannot be written: raises ValidationError, for an account is never ownerless.
    """
    now = clock.now()
    heads = {}
    for account in Account.objects.standing().filter(owner=person).select_related("unit", "backup", "platform"):
        if account.unit_id not in heads:
            heads[account.unit_id] = interim_for(account.unit, instead_of=person)
        backup = account.backup if account.backup_id and account.backup.is_employee_now else None
        successor = backup or heads[account.unit_id]
        if successor is None:
            raise ValidationError(
                _("Nobody is left to answer for %(account)s; name a head of %(unit)s first.")
                % {"account": account, "unit": account.unit}
            )
        freed = appointment(account, "backup", None, now=now) if successor.pk == account.backup_id else {}
        change(
            account,
            "take_over_accounts",
            by=by,
            names={"leaver": person},
            **freed,
            **appointment(account, "owner", successor, now=now),
            owner_is_interim=True,
        )


@action
def leave_part(person, *, by, part):
    """Empty the leaver's place as backup owner or custodian; the gap shows on the account. REG-8"""
    now = clock.now()
    for account in Account.objects.filter(**{part: person}).select_related("platform"):
        change(account, f"clear_{part}", by=by, **appointment(account, part, None, now=now))


@action
def order_all_removals(person, *, by):
    """The leaver may still get in until somebody takes the access away on the platform: order that. REG-5 REG-8"""
    grants = list(AccessGrant.objects.current().filter(person=person).select_related("account__platform"))
    order_removal([grant.pk for grant in grants], by=by, why="left", now=clock.now())
    for grant in grants:
        if grant.removal_ordered_at is None:
            names = {"person": person, "role": grant.platform_role}
            record(grant.account, "order_removal", by=by, after=names, names=names)


@action
def hand_on_reviews(person, *, by):
    """What the leaver was to answer waits for the next who may be asked. REG-5"""
    mine = ReviewItem.objects.undecided().filter(reviewer=person)
    reviews = list(AccessReview.objects.running().filter(pk__in=mine.values("review")))
    for review in reviews:
        n = sum(hand_on(review.items.filter(reviewer=person), by=by).values())
        record(review, "pass_on_items", by=by, before={"reviewer": person}, names={"former": person, "n": n})


@action
def release_second_factor(person, *, by):
    """Note that nobody on record holds the second factor any more. REG-6"""
    for account in Account.objects.filter(two_factor_holder=person).select_related("platform"):
        change(account, "edit_account", by=by, two_factor_holder=None)


@action
def withdraw_requests(person, *, by):
    """Take back what a leaver had asked for; whoever still needs the account asks anew. REG-3"""
    for request in AccountRequest.objects.open().filter(requester=person).select_related("platform"):
        why = gettext("%(name)s left") % {"name": person}
        move(request, "withdraw_request", by=by, why=why)


def only_administrator(person):
    """Accounts on whose platform nobody else on record can manage access. REG-5 REG-8"""
    admins = AccessGrant.objects.filter(account=OuterRef("pk"), is_admin=True, until_at=None)
    return Account.objects.standing().filter(
        Exists(admins.filter(person=person)), ~Exists(admins.exclude(person=person))
    )


def register():
    holding(
        "accounts_owned",
        _("Accounts owned"),
        lambda person: Account.objects.standing().filter(owner=person),
        take_over_accounts,
        employees_only=True,
    )
    holding(
        "accounts_backed_up",
        _("Backup owner"),
        lambda person: Account.objects.standing().filter(backup=person),
        lambda person, *, by: leave_part(person, by=by, part="backup"),
        employees_only=True,
    )
    holding(
        "credentials_kept",
        _("Credentials kept"),
        lambda person: Account.objects.standing().filter(custodian=person),
        lambda person, *, by: leave_part(person, by=by, part="custodian"),
    )
    holding(
        "platform_access",
        _("Platform access"),
        lambda person: AccessGrant.objects.current().filter(person=person),
        order_all_removals,
        lambda person: f"{reverse('accounts:access_list')}?person={person.pk}",
    )
    # After the accounts, whose owners are asked first.
    holding(
        "reviews_to_answer",
        _("Reviews to answer"),
        lambda person: ReviewItem.objects.undecided().filter(reviewer=person),
        hand_on_reviews,
    )
    holding(
        "second_factors",
        _("Two-factor"),
        lambda person: Account.objects.standing().filter(two_factor_holder=person),
        release_second_factor,
    )
    # What follows stays as it is, for it is so until somebody changes it at the platform; the gap shows on the account.
    holding(
        "recovery_data",
        _("Recovery mailbox or phone"),
        lambda person: Account.objects.standing().filter(Q(recovery_email_of=person) | Q(recovery_phone_of=person)),
    )
    holding("only_administrator", _("Only administrator on the platform"), only_administrator)
    holding(
        "requests_open",
        _("Open requests"),
        lambda person: AccountRequest.objects.open().filter(requester=person),
        withdraw_requests,
    )
    holding(
        "tools_authorised",
        _("Tools authorised"),
        lambda person: ConnectedTool.objects.filter(authorised_by=person, until_at=None),
        None,
    )
