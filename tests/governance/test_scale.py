"""The organisation for measuring is one that Dewan itself could have made."""

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Account, Tenure
from accounts.rules.lookalike import skeleton
from people.models import Person, Unit, UnitLink
from trail.verify import verify

pytestmark = pytest.mark.django_db


def test_seed_scale(capsys):
    """PLT-9: so much of everything, with periods, an unbroken trail, and a reader of a hundredth."""
    call_command("seed_scale", accounts=300, people=100, units=130)
    assert capsys.readouterr().out.startswith("300 accounts, 100 people, 131 units in ")
    assert Account.objects.count() == 300
    assert Unit.objects.count() == 131
    assert Person.objects.count() == 102
    assert Tenure.objects.current().filter(part="owner").count() == 300
    assert verify().is_whole
    assert Account.objects.visible_to(Person.objects.get(email="sari@scale.example")).count() == 300
    assert Account.objects.visible_to(Person.objects.get(email="rudi@scale.example")).count() == 3
    account = Account.objects.order_by("pk").last()
    assert account.skeleton == skeleton(account.handle_key)
    assert account.purposes == ["recruiting"]


def test_seed_scale_links_every_unit_with_all_above_it():
    """ORG-1: the closure table says what the parents say."""
    call_command("seed_scale", accounts=0, people=2, units=250)
    for unit in Unit.objects.select_related("parent__parent__parent"):
        above, depth = unit, 0
        while above is not None:
            assert UnitLink.objects.get(descendant=unit, ancestor=above).depth == depth
            above, depth = above.parent, depth + 1
        assert unit.links_up.count() == depth


def test_seed_scale_where_somebody_is():
    """PLT-9: nothing is mixed with what is on record."""
    call_command("seed_scale", accounts=0, people=2)
    with pytest.raises(CommandError, match="on record already"):
        call_command("seed_scale", accounts=0)
