"""Prove that we control an account: by a code, by a link, or by somebody who saw it. REG-3"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import evidence as store
from accounts.models import Account, ChecklistKind, ControlProof, Evidence, ProofMethod, ProofStatus
from accounts.models.proof import new_code
from accounts.rules.account import today
from accounts.rules.checklist import check_words
from accounts.rules.gaps import terms
from accounts.rules.proof import check_page, page_of_profile
from people.permissions import require
from trail import clock
from trail.actions import SYSTEM, action, change, move, record
from trail.errors import IllegalMove

# A reader has this long before somebody else takes the page; a page that could not be read is tried again.
LEASE = timedelta(seconds=60)
AGAIN = (timedelta(minutes=1), timedelta(minutes=5))
PICTURES = ("image/png", "image/jpeg", "image/webp", "application/pdf")


@action
def prove_control(account, method, *, by, page_url="") -> ControlProof:
    """Begin a proof: gives the code to put into the profile, or takes the page of ours with the link. REG-3

    A page with a link is read as soon as may be, a code once somebody says that it is in place (`check_proof`).
    """
    require(by, "prove_control", account)
    _refuse_unless_standing(account, "prove_control")
    method = ProofMethod(method)
    if method == ProofMethod.ATTESTED:
        raise ValidationError({"method": _("Attest it with a screenshot instead.")})
    check_words("-", page_url=page_url)
    now = clock.now()
    proof = ControlProof(account=account, handle_key=account.handle_key, method=method, asked_at=now)
    proof.asked_by = None if by is SYSTEM else by
    if method == ProofMethod.CODE_IN_BIO:
        proof.page_url, proof.code = page_of_profile(account), new_code()
    else:
        check_page(page_url, terms().email_domains)
        proof.page_url, proof.due_at = page_url, now
    proof.save(force_insert=True)
    after = {"method": method, "page_url": proof.page_url}
    record(account, "prove_control", by=by, after=after, names={"method": method.label})
    return proof


@action
def check_proof(proof, *, by) -> ControlProof:
    """Have the page read: at once when a reader is free, never while somebody waits for an answer. REG-3"""
    require(by, "prove_control", proof.account)
    _refuse_unless_standing(proof.account, "check_proof")
    if proof.handle_key != proof.account.handle_key:
        raise IllegalMove(message=_("The handle has changed meanwhile; begin a new proof."))
    move(proof, "check_proof", by=by, due_at=clock.now(), tries=0, checked_at=None, detail="")
    return proof


def attest_proof(account, *, by, file, note="", why="") -> ControlProof:
    """Say that one has seen our hands on the account, and show it by a screenshot. REG-3

    For platforms that show a profile to nobody who is not signed in. `file` is an uploaded picture or PDF.
    """
    require(by, "attest_proof", account)
    if file is None:
        raise ValidationError({"file": _("Add the screenshot; it is what shows it.")})
    stored = store.store(file)
    try:
        if stored.content_type not in PICTURES:
            raise ValidationError({"file": _("Give a picture (PNG, JPEG, WebP) or a PDF of the screen.")})
        return _attest(account, stored, note, why, by=by)
    except BaseException:
        store.discard(stored.stored_as)
        raise


@action
def _attest(account, stored, note, why, *, by):
    require(by, "attest_proof", account)
    _refuse_unless_standing(account, "attest_proof")
    if by is SYSTEM:
        raise ValidationError({"file": _("Only a person can say what they have seen.")})
    check_words(why, note=note)
    step = _step_for_evidence(account)
    now = clock.now()
    kept = Evidence.objects.create(step=step, added_by=by, added_at=now, **vars(stored))
    proof = ControlProof.objects.create(
        account=account,
        handle_key=account.handle_key,
        method=ProofMethod.ATTESTED,
        status=ProofStatus.FOUND,
        asked_by=by,
        asked_at=now,
        checked_at=now,
        evidence=kept,
        note=note,
    )
    after = {"file": kept.name, "sha256": kept.sha256}
    record(account, "attest_proof", by=by, after=after, names={"file": kept.name}, why=why or note)
    _verified(account, gettext("Seen by %(name)s, with a screenshot") % {"name": by}, by=by)
    return proof


def lease(proof, now) -> bool:
    """Take a due proof for reading; of two readers one gets it. The row is a claim, no change of the register."""
    due = ControlProof.objects.filter(pk=proof.pk, due_at=proof.due_at, status=ProofStatus.PENDING)
    proof.due_at = now + LEASE
    return bool(due.update(due_at=proof.due_at))


@action
def settle_proof(proof, code, *, by) -> ControlProof:
    """Write down what a reading gave: `code` is "" when it was found, "missing" when not, else why it failed. REG-3

    What could not be read is tried again a little later, twice; then it has failed. Whoever lost the lease
    meanwhile changes nothing.
    """
    found = ControlProof.objects.select_for_update().get(pk=proof.pk)
    if found.status != ProofStatus.PENDING or found.due_at != proof.due_at:
        return found
    now = clock.now()
    if code not in ("", "missing") and found.tries < len(AGAIN):
        again = now + AGAIN[found.tries]
        ControlProof.objects.filter(pk=found.pk).update(due_at=again, tries=found.tries + 1, detail=code)
        found.refresh_from_db()
        return found
    verb = {"": "find_proof", "missing": "miss_proof"}.get(code, "fail_proof")
    move(found, verb, by=by, checked_at=now, due_at=None, detail=code)
    if not code:
        account = Account.objects.with_people().get(pk=found.account_id)
        if account.is_standing and account.handle_key == found.handle_key:
            _verified(account, f"{found.get_method_display()}: {found.page_url}"[:300], by=by)
    return found


def _verified(account, how, *, by):
    """The account itself says when and how control was last proven."""
    change(account, "verify_account", by=by, verified_on=today(), verified_how=how)


def _step_for_evidence(account):
    """The picture lies with the set-up it belongs to."""
    checklist = account.checklists.filter(kind=ChecklistKind.SETUP).order_by("-pk").first()
    step = checklist and (checklist.steps.filter(key="link_back").first() or checklist.steps.last())
    if step is None:
        raise ValidationError({"file": _("This account has no set-up checklist; record the verification instead.")})
    return step


def _refuse_unless_standing(account, verb):
    if not account.is_standing:
        raise IllegalMove(account, verb)
