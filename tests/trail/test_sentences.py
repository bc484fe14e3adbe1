import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.utils import translation

from trail import lifecycles, sentences

ROOT = Path(__file__).resolve().parent.parent.parent
WRITERS = {"record": 1, "move": 1, "move_many": 1, "change": 1, "note": 0}


@pytest.fixture
def known(monkeypatch):
    """Register sentences for one test."""
    monkeypatch.setattr(sentences, "registry", dict(sentences.registry))
    return sentences.register


def recorded_verbs():
    """Every verb that the rooms record, read from their source, and where."""
    for app in apps.get_app_configs():
        folder = Path(app.path)
        if folder.parent != ROOT:
            continue
        for file in folder.rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                name = getattr(getattr(node, "func", None), "id", None)
                place = WRITERS.get(name)
                if place is None or len(node.args) <= place or file.name in ("recording.py", "moves.py"):
                    continue
                for option in _constants(node.args[place]):
                    yield option, f"{file.relative_to(ROOT)}:{node.lineno}"


def _constants(node):
    if isinstance(node, ast.IfExp):
        return [*_constants(node.body), *_constants(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []


def test_every_recorded_verb_has_a_sentence():
    """A timeline says what happened, never the name of a function."""
    found = dict(recorded_verbs()) | {verb: model.__name__ for model in lifecycles.models() for verb in model.MOVES}
    assert {verb: place for verb, place in found.items() if verb not in sentences.registry} == {}


def test_names_are_bold_and_escaped(known):
    """What people typed is text, never markup."""
    known({"give_box": "%(actor)s's box went to %(holder)s, due %(due_on)s, was %(before_holder)s (%(nothing)s)"})
    payload = {
        "actor": "<script>Sari</script>",
        "before": {"holder": None},
        "after": {"holder": {"id": 3, "name": 'Rudi "<b>"'}, "due_on": "2026-03-01"},
        "names": {},
    }
    with translation.override("en"):
        html = sentences.write("give_box", "person:12", payload)
    assert html == (
        "<b>&lt;script&gt;Sari&lt;/script&gt;</b>&#x27;s box went to <b>Rudi &quot;&lt;b&gt;&quot;</b>,"
        " due <b>1 March 2026</b>, was <b>–</b> (<b>–</b>)"
    )


def test_a_sentence_is_written_when_it_is_read(known):
    """In the reader's language, whatever the writer's was."""
    known({"give_box": "%(actor)s gave it on %(on)s"})
    payload = {"actor": "Sari", "after": {"on": "2026-03-01"}}
    with translation.override("id"):
        assert sentences.write("give_box", "person:12", payload) == "<b>Sari</b> gave it on <b>1 Maret 2026</b>"


def test_an_unknown_verb_falls_back_to_plain_words():
    with translation.override("en"):
        assert sentences.write("turn_box", "system", {"actor": "x"}) == "<b>Dewan</b>: <b>turn box</b>"


def test_an_erased_entry_says_so():
    with translation.override("en"):
        html = sentences.write("paint_box", "person:12", {})
    assert html == "An entry whose content was erased (<b>paint box</b>)"


def test_a_verb_has_one_sentence(known):
    known({"give_box": "one"})
    known({"give_box": "one"})
    with pytest.raises(ValueError, match="give_box"):
        known({"give_box": "two"})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("2026-02-16T03:05:00.000000+00:00", "16 February 2026, 10:05"),
        ("2026-13-45", "2026-13-45"),
        ("2026", "2026"),
        (True, "yes"),
        ([{"id": 1, "name": "A"}, "B"], "A, B"),
        ({"from": "a"}, "from: a"),
        (0, "0"),
        (1388, "1,388"),
        ("", "–"),
    ],
)
def test_values_are_readable(value, text):
    with translation.override("en"):
        assert sentences.readable(value) == text
