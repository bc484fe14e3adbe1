"""What happened to an account, told in the language of who reads. AUD-1 PLT-1"""

from datetime import UTC, datetime

from django.utils import translation

from accounts import actions
from trail import timeline


def test_changes_are_told_in_the_readers_words(account, organisation):
    """The trail keeps keys; names of fields and values are written for who reads. AUD-1 PLT-1"""
    with translation.override("en"):
        actions.edit_account(account, by=organisation.sari, purposes=["sales", "promotion"], languages=["id", "jv"])
    with translation.override("id"):
        moment = timeline.of(account)[0]
        assert moment.sentence == f"<b>{organisation.sari}</b> mengubah <b>bahasa, tujuan</b>"
        told = {str(name): str(after) for name, _before, after in moment.changes}
    assert told == {"tujuan": "Penjualan, Promosi", "bahasa": "Indonesia, Jawa"}


def test_a_past_period_names_the_part_in_the_readers_words(account, organisation):
    """AUD-1 PLT-1"""
    years = [datetime(year, 1, 1, tzinfo=UTC) for year in (2020, 2021)]
    with translation.override("en"):
        actions.record_past_tenure(account, "backup", organisation.rudi, *years, by=organisation.sari)
    with translation.override("id"):
        moment = timeline.of(account)[0]
        assert moment.sentence.endswith("ke riwayat akun ini: <b>Pemilik cadangan</b>")
        assert [str(name) for name, _before, _after in moment.changes] == ["dari", "peran", "orang", "sampai"]
