"""Read the page of a proof, outside of any request and any transaction. REG-3"""

from accounts.models import ProofMethod
from accounts.rules.proof import is_same_profile, shows
from connectors.web import Unreachable, fetch


def read_page(proof) -> str:
    """Empty when the page shows it, "missing" when it does not, else why it could not be read."""
    try:
        page = fetch(proof.page_url)
    except Unreachable as error:
        return error.code
    if page.status != 200:
        return "status"
    # A profile that sends us to a sign-in, or to somebody else's, says nothing of ours.
    if proof.method == ProofMethod.CODE_IN_BIO and not is_same_profile(proof.account, page.url):
        return "moved"
    return "" if shows(proof, proof.account, page) else "missing"
