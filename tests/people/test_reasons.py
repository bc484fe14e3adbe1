"""What Dewan gives as a reason is read in the reader's language, whoever's language it was done in. PLT-1"""

from django.utils.translation import override

from people import actions
from people.models import RoleGrant
from trail import reasons, timeline


def test_spoken_in_the_readers_language(monkeypatch):
    words = {"The person has left": "Orang ini sudah keluar", "Last day %(day)s": "Hari terakhir %(day)s"}
    monkeypatch.setattr(reasons, "gettext", lambda text: words.get(text, text))
    assert reasons.spoken("The person has left") == "Orang ini sudah keluar"
    with override("id"):
        assert reasons.spoken("Last day 2026-03-09") == "Hari terakhir 9 Maret 2026"


def test_spoken_leaves_what_people_write():
    for text in ("", "She moved to Surabaya", "Last day", "The person has left us"):
        assert reasons.spoken(text) == text


def test_reason_is_kept_in_one_language(organisation, sari):
    """Done in Indonesian, kept as the code has it: who reads English reads English. PLT-1 AUD-1"""
    with override("id"):
        actions.mark_left(organisation.nia, by=sari)
    grant = RoleGrant.objects.get(person=organisation.nia)
    assert grant.end_reason == "The person has left"
    with override("en"):
        whys = [moment.why for moment in timeline.of(organisation.nia)]
    assert "The person has left" in whys
