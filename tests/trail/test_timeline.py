import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from tests.trail.box import Box
from tests.trail.conftest import paint
from trail import sentences, timeline
from trail.erasure import erase_payload
from trail.models import Entry


@pytest.fixture(autouse=True)
def painted(monkeypatch):
    sentence = {"paint_box": "%(actor)s painted %(object)s %(colour)s"}
    monkeypatch.setattr(sentences, "registry", sentences.registry | sentence)


def shown(box, query=""):
    request = RequestFactory().get(f"/boxes/{query}")
    with translation.override("en"):
        return Template("{% load trail %}{% timeline box %}").render(Context({"box": box, "request": request}))


def test_the_timeline_of_a_thing_is_its_own_newest_first(box, boxes, sari, django_assert_num_queries):
    """Of the thing alone, in two queries."""
    other = boxes.create(name="Blue box")
    for colour in ("red", "green"):
        paint(box, colour, by=sari, why=f"{colour} suits it")
        paint(other, colour, by=sari)
    with django_assert_num_queries(2):
        moments = timeline.of(box)
    assert [moment.sentence for moment in moments] == [
        "<b>Sari</b> painted <b>Red box</b> <b>green</b>",
        "<b>Sari</b> painted <b>Red box</b> <b>red</b>",
    ]
    assert (moments[0].why, moments[0].changes) == ("green suits it", [("colour", "–", "green")])
    assert [moment.seq for moment in timeline.of(box, other, limit=3)] == [4, 3, 2]
    assert timeline.of() == []


def test_a_timeline_keeps_erased_moments(box, sari):
    paint(box, "red", by=sari)
    erase_payload(Entry.objects.get(), by=sari, why="Asked")
    [moment] = timeline.of(box)
    assert (moment.payload, moment.why) == ({}, "")


def test_the_tag_shows_the_newest_and_the_way_to_all(chain_of, box):
    chain_of(10)
    short, everything = shown(box), shown(box, "?timeline=all")
    assert (short.count("painted"), everything.count("painted")) == (8, 10)
    assert "?timeline=all#timeline" in short
    assert "?timeline=all#timeline" not in everything


def test_the_tag_says_when_there_is_nothing(box):
    assert "Nothing has been recorded yet." in shown(box)


def test_the_tag_escapes_what_people_typed(boxes, sari):
    box = boxes.create(name="<img src=x>")
    paint(box, "<i>red</i>", by=sari, why="<u>why</u>")
    html = shown(box)
    assert not any(tag in html for tag in ("<img", "<i>", "<u>"))
    assert Box.objects.count() == 1


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("page", "halaman"),
        ("api", "API"),
        ("api token CRM", "API, CRM"),
        ("command import_people", "perintah import_people"),
        ("job write_checkpoint", "pekerjaan write_checkpoint"),
        ("elsewhere", "elsewhere"),
    ],
)
def test_where_it_came_from_is_told_in_the_readers_words(source, words):
    """AUD-1 PLT-1"""
    with translation.override("id"):
        assert timeline.Moment(None, {"source": source}).source == words
