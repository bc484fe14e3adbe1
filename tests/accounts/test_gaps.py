"""What a live account lacks, in memory and in the database alike. REG-1"""

from datetime import date, timedelta
from itertools import product

import pytest

from accounts.models import Account
from accounts.rules.gaps import GAPS, Terms, gaps_of

TODAY = date(2026, 3, 3)
TERMS = Terms(today=TODAY, email_domains=("nusantara.example",), verify_after_days=365)


def test_count_gaps_agrees_with_gaps_of(account, organisation):
    """REG-1: the two sides of the one table give the same answer for every mixture."""
    from accounts import actions
    from accounts.models import Platform

    choices = product(
        ("", "care@nusantara.example", "care@NUSANTARA.example", "x@elsewhere.example"),
        ("", "none", "app"),
        (None, TODAY, TODAY - timedelta(days=365), TODAY - timedelta(days=366)),
        (None, TODAY, TODAY - timedelta(days=1)),
    )
    for number, (email, factor, verified, due) in enumerate(choices):
        new = actions.register_account(
            organisation.pangan,
            Platform.objects.get(pk="instagram"),
            f"mix_{number}",
            organisation.budi,
            backup=organisation.nia if number % 3 else None,
            purposes=["sales"] if number % 2 else [],
            registered_email=email,
            two_factor=factor,
            by=organisation.sari,
        )
        Account.objects.filter(pk=new.pk).update(
            verified_on=verified,
            rotation_due_on=due,
            custodian=organisation.made if number % 5 else None,
            custodian_since=new.created_at + timedelta(seconds=1) if number % 5 else None,
            vault_item="Pangan/Instagram" if number % 7 else "",
            owner_is_interim=number % 11 == 0,
        )
    rows = list(Account.objects.with_people())
    counts = Account.objects.count_gaps(GAPS, TERMS)
    told = {gap.key: sum(gap in gaps_of(row, TERMS) for row in rows) for gap in GAPS}
    assert {key: counts[key] for key in told} == told
    assert counts["any"] == sum(bool(gaps_of(row, TERMS)) for row in rows)
    assert counts["total"] == len(rows)
    for gap in GAPS:
        assert Account.objects.with_gap(gap, TERMS).count() == told[gap.key]


def test_retired_accounts_have_no_gaps(account, organisation):
    """REG-1: what is closed needs nothing more."""
    from accounts import actions

    actions.drop_account(account, by=organisation.sari, why="Closed")
    assert gaps_of(account, TERMS) == []
    assert Account.objects.count_gaps(GAPS, TERMS)["total"] == 0


@pytest.mark.parametrize(
    ("domains", "email", "expected"),
    [((), "a@anything.example", True), (("a.example",), "x@a.example", True), (("a.example",), "x@b.a.example", False)],
)
def test_allowed_domains(domains, email, expected):
    """REG-4: a subdomain is another domain."""
    assert Terms(TODAY, domains).allows(email) is expected
