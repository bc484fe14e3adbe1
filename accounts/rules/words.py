"""Units and languages by name, as people write them and as they read them. REG-1 PLT-1"""

import re
from functools import cache

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, override

# Spoken here, and unknown to Django.
MORE = {
    "ace": gettext_noop("Acehnese"),
    "ban": gettext_noop("Balinese"),
    "bjn": gettext_noop("Banjarese"),
    "jv": gettext_noop("Javanese"),
    "mad": gettext_noop("Madurese"),
    "min": gettext_noop("Minangkabau"),
    "su": gettext_noop("Sundanese"),
    "zh": gettext_noop("Chinese"),
}
CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?").fullmatch


def unit_name(unit):
    """A unit as people tell it from its namesakes: “Nusantara Pangan, Marketing”."""
    parent = unit.parent if unit.parent_id else None
    return f"{parent}, {unit}" if parent and not parent.is_root else str(unit)


def by_place(units):
    """Units in the order in which their full names read."""
    return units.select_related("parent").order_by("parent__name", "name")


def language_name(code):
    """The name of a language for the reader; the code itself where nobody knows a name."""
    if code in MORE:
        return _(MORE[code])
    return _(LANG_INFO[code]["name"]) if "name" in LANG_INFO.get(code, {}) else code


def language_codes(text) -> list[str]:
    """The codes in a text such as “Indonesian, English” or “id; en”, in their order; ValidationError names a stranger."""
    known = _known()
    codes = []
    for word in re.split(r"[,;|]", text):
        word = " ".join(word.split()).casefold()
        if not word:
            continue
        code = known.get(word) or (word if CODE(word) else "")
        if not code:
            raise ValidationError(
                gettext_lazy("“%(word)s” is no language known here; write its code, such as id or en."),
                params={"word": word[:40]},
            )
        codes.append(code)
    return list(dict.fromkeys(codes))


@cache
def _known():
    """Every spelling of every language: the code, its own name, its name in English and in Indonesian."""
    known = {}
    for code, info in LANG_INFO.items():
        if "name" in info:
            known |= {code: code, info["name"].casefold(): code, info["name_local"].casefold(): code}
    for code, name in MORE.items():
        known |= {code: code, name.casefold(): code}
    for language in ("en", "id"):
        with override(language):
            for code in (*MORE, *(code for code, info in LANG_INFO.items() if "name" in info)):
                known.setdefault(str(language_name(code)).casefold(), code)
    return known
