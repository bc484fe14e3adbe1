"""Languages and units as people write and read them. REG-1 PLT-1"""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from accounts.rules.words import language_codes, language_name, unit_name


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", []),
        ("id, en", ["id", "en"]),
        ("Indonesian; english ;Bahasa Indonesia", ["id", "en"]),
        ("Inggris | Jawa | su", ["en", "jv", "su"]),
        ("xx, zh-hans", ["xx", "zh-hans"]),
    ],
)
def test_language_codes(text, codes):
    assert language_codes(text) == codes


@pytest.mark.parametrize("text", ["Klingonese", "en, <b>", "12"])
def test_language_codes_names_the_stranger(text):
    with pytest.raises(ValidationError, match=text.rpartition(" ")[2].casefold()):
        language_codes(text)


def test_language_name_in_the_readers_language():
    with override("id"):
        assert language_name("en") == "Inggris"
    with override("en"):
        assert [language_name(code) for code in ("id", "jv", "xx")] == ["Indonesian", "Javanese", "xx"]


def test_unit_name_tells_namesakes_apart(organisation, sari):
    from people import actions
    from people.models import UnitKind

    marketing = actions.create_unit(parent=organisation.pangan, name="Marketing", kind=UnitKind.DEPARTMENT, by=sari)
    assert [unit_name(unit) for unit in (organisation.root, organisation.pangan, marketing)] == [
        "Nusantara Group",
        "Nusantara Pangan",
        "Nusantara Pangan, Marketing",
    ]
