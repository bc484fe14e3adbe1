"""Indonesian throughout: every message is said, with every name in it, and the pages show it. PLT-1"""

import re

import pytest
from django.utils import translation

from governance import catalogue

NAMES = re.compile(r"%\(\w+\)[sd]|%[sd%]|</?[a-z]+")
IN_ALL = pytest.mark.parametrize("language", catalogue.LANGUAGES)


def names(text):
    return set(NAMES.findall(text))


def together(message):
    """Each form of a message with what it becomes: one form stands for both in Indonesian."""
    ids = [message.id] if isinstance(message.id, str) else message.id
    strings = [message.string] if isinstance(message.string, str) else message.string
    return ids, strings


@IN_ALL
def test_every_message_is_said(language):
    """PLT-1"""
    assert catalogue.missing(language) == []


@IN_ALL
def test_names_in_messages_agree(language):
    """A translation tells every name of the message and no other, and ends as it ends. PLT-1"""
    for message in filter(lambda message: message.id, catalogue.kept(language)):
        ids, strings = together(message)
        for text in filter(None, strings):
            assert names(text) == names(ids[-1]), ids
            assert text.endswith("\n") == ids[-1].endswith("\n"), ids
            assert text[-1] not in ".:?" or text[-1] == ids[-1][-1], ids


@IN_ALL
def test_catalogue_can_be_compiled(language, tmp_path, settings):
    """Every message comes back from the file that Django reads. PLT-1"""
    folder = tmp_path / language / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_bytes(catalogue.po_path(language).read_bytes())
    settings.LOCALE_PATHS = [tmp_path]
    assert catalogue.compile_stale() == [folder / "django.mo"]
    assert catalogue.compile_stale() == []
    assert [file.name for file in folder.iterdir() if file.suffix == ".part"] == []
    with (folder / "django.mo").open("rb") as file:
        compiled = translation.trans_real.gettext_module.GNUTranslations(file)
    assert compiled.gettext("Is this account official?") == "Apakah akun ini resmi?"


def test_missing_names_what_is_not_said(tmp_path, settings):
    """PLT-1"""
    (tmp_path / "id" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "id" / "LC_MESSAGES" / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Accounts"\nmsgstr "Akun"\n'
    )
    settings.LOCALE_PATHS = [tmp_path]
    lacking = catalogue.missing("id")
    assert "Is this account official?" in lacking
    assert "Accounts" not in lacking


@pytest.mark.parametrize(("language", "words"), [("id", "Apakah akun ini resmi?"), ("en", "Is this account official?")])
def test_public_page_speaks_the_language_asked_for(client, db, language, words):
    """PLT-1 REG-9"""
    assert words in client.get("/official/", {"lang": language}).content.decode()
