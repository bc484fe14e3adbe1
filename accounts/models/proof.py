"""What shows that we control an account, and not somebody with a similar name. REG-1 REG-3"""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.querysets import Governed

# Read aloud and typed off without mistakes: no 0 and o, no 1, i and l, no vowels that make words.
LETTERS = "23456789bcdfghjkmnpqrstvwxz"


class Method(models.TextChoices):
    CODE_IN_BIO = "code_in_bio", _("A code in the profile")
    LINK_BACK = "link_back", _("A link from our site")
    ATTESTED = "attested", _("Seen by somebody, with a screenshot")


class ProofStatus(models.TextChoices):
    PENDING = "pending", _("Not checked yet")
    FOUND = "found", _("Control proven")
    NOT_FOUND = "not_found", _("Not found on the page")
    FAILED = "failed", _("The page could not be read")


def new_code():
    return "dewan-" + "".join(secrets.choice(LETTERS) for _ in range(6))


class ProofQuerySet(Governed):
    def due(self, now):
        """Proofs whose page is to be read by now; a lease that ran out counts as due again."""
        return self.filter(status=ProofStatus.PENDING, due_at__lte=now)

    def for_handle(self, account):
        """What was proven of the account under its present handle."""
        return self.filter(account=account, handle_key=account.handle_key, status=ProofStatus.FOUND)


class ControlProof(models.Model):
    """One attempt to prove that we control an account: how, what came of it, when. REG-3

    `due_at` is the promise to read the page: a sweep leases it by moving it ahead, so that a reader that dies is
    followed by another. A proof holds for the handle under which it was made.
    """

    Status = ProofStatus
    UNIT = "account__unit"
    PARTS = {part: f"account__{part}" for part in ("owner", "backup", "custodian")}
    MOVES = {
        "check_proof": ((ProofStatus.PENDING, ProofStatus.NOT_FOUND, ProofStatus.FAILED), ProofStatus.PENDING),
        "find_proof": ((ProofStatus.PENDING,), ProofStatus.FOUND),
        "miss_proof": ((ProofStatus.PENDING,), ProofStatus.NOT_FOUND),
        "fail_proof": ((ProofStatus.PENDING,), ProofStatus.FAILED),
    }

    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="proofs")
    handle_key = models.CharField(max_length=200)
    method = models.CharField(_("method"), max_length=20, choices=Method.choices)
    status = models.CharField(_("result"), max_length=12, choices=ProofStatus.choices, default=ProofStatus.PENDING)
    code = models.CharField(_("code"), max_length=20, blank=True)
    page_url = models.URLField(_("page"), max_length=500, blank=True)
    note = models.CharField(_("what was seen"), max_length=1000, blank=True)
    evidence = models.ForeignKey("accounts.Evidence", models.PROTECT, null=True, related_name="proofs")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(_("checked"), null=True)
    # What was wrong, as a key of accounts.rules.proof.DETAILS.
    detail = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ProofQuerySet.as_manager()

    class Meta:
        verbose_name = _("proof of control")
        verbose_name_plural = _("proofs of control")
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=ProofStatus.values), name="proof_status_known"),
            models.CheckConstraint(
                condition=Q(status="pending") | Q(checked_at__isnull=False, due_at__isnull=True),
                name="proof_result_is_dated",
            ),
            # Seen by somebody: who, and what shows it. A code is read from the profile, a link from a page.
            models.CheckConstraint(
                condition=(
                    Q(method="attested", status="found", asked_by__isnull=False, evidence__isnull=False)
                    | (Q(method="code_in_bio") & ~Q(code="") & ~Q(page_url=""))
                    | (Q(method="link_back") & ~Q(page_url=""))
                ),
                name="proof_has_what_it_needs",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(status="pending", due_at__isnull=False), name="proof_due")
        ]

    def __str__(self):
        return f"{self.get_method_display()}: {self.account}"

    def get_absolute_url(self):
        return f"{self.account.get_absolute_url()}#proof"
