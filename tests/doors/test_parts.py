"""Parts say the same to eyes, ears and machines, and escape what they are given. PLT-7"""

import datetime
from datetime import UTC
from types import SimpleNamespace

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import timezone, translation

from doors import frame, periods, rail, statuses, times, toasts

NOW = datetime.datetime(2026, 2, 18, 2, 41, tzinfo=UTC)  # Wednesday, 09:41 in Jakarta


def drawn(text, **context):
    return Template("{% load i18n doors %}" + text).render(Context({"now": NOW} | context))


@pytest.mark.parametrize(
    ("left", "words"),
    [
        ({"days": 12, "minutes": 1}, "12 d left"),
        ({"hours": 24}, "1 d left"),
        ({"hours": 7, "minutes": 59}, "7 h left"),
        ({"minutes": 78, "seconds": 5}, "1 h 18 m left"),
        ({"minutes": 60}, "1 h 00 m left"),
        ({"seconds": 59}, "0 m left"),
        ({"minutes": -22}, "22 m over"),
        ({"minutes": -61}, "1 h 01 m over"),
        ({"hours": -5}, "5 h over"),
        ({"days": -2}, "2 d over"),
    ],
)
def test_remaining(left, words):
    assert times.remaining(NOW + datetime.timedelta(**left), NOW)[1] == words


def test_deadline_warns_in_the_last_quarter():
    due = NOW + datetime.timedelta(hours=6)
    for started, tone in ((18, "warn"), (17.9, "quiet")):
        assert times.tone(due, NOW, since=NOW - datetime.timedelta(hours=started)) == tone
    assert times.tone(due, NOW) == "quiet"
    assert times.tone(NOW - datetime.timedelta(seconds=1), NOW) == "over"


def test_deadline_gives_the_exact_time_to_eyes_and_ears():
    chip = drawn("{% deadline due now=now %}", due=NOW + datetime.timedelta(hours=7))
    assert chip.count("Wednesday 18 February 2026, 16:41 WIB") == 2
    assert 'datetime="2026-02-18T09:41:00+00:00"' in chip
    assert drawn("{% deadline due paused=True %}", due=NOW) == '<span class="chip">paused</span>'
    assert drawn("{% deadline due %}", due=None) == ""


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime.datetime(2026, 2, 18, 1, 52, tzinfo=UTC), "Today 08:52"),
        (datetime.datetime(2026, 2, 17, 8, 20, tzinfo=UTC), "Yesterday 15:20"),
        (datetime.datetime(2026, 2, 16, 3, 5, tzinfo=UTC), "Mon 16 Feb, 10:05"),
        (datetime.datetime(2025, 12, 1, 3, 5, tzinfo=UTC), "1 Dec 2025"),
        (datetime.date(2026, 1, 9), "9 Jan 2026"),
    ],
)
def test_moment_is_as_short_as_it_may_be(at, words):
    assert times.brief(at, NOW) == words


def test_moment_in_the_zone_of_the_reader():
    with timezone.override("Asia/Jayapura"):
        assert times.brief(NOW, NOW) == "Today 11:41"
        assert times.exact(NOW).endswith("WIT")


def test_status_says_icon_word_and_tone():
    pill = drawn("{% status_pill thing %}", thing=SimpleNamespace(status="active", get_status_display=lambda: "Active"))
    assert pill.startswith('<span class="status pill tone-ok"><svg')
    assert pill.endswith('#done"></use></svg> Active</span>')
    assert 'class="status bare tone-quiet"' in drawn("{% status_pill 'unheard' bare=True label='Unheard' %}")


def test_parts_escape():
    nasty = "<b>x</b>"
    page = drawn(
        "{% avatar nasty %}{% fact nasty nasty %}{% chip nasty %}{% status_pill 'a' label=nasty %}"
        "{% platform_mark nasty name=nasty %}"
        "{% crumb nasty '/' %}{% progress 1 2 label=nasty %}{% strip nasty person=nasty %}{{ nasty }}{% endstrip %}"
        "{% dialog 'd' nasty %}{{ nasty }}{% enddialog %}{% menu 'm' text=nasty %}{{ nasty }}{% endmenu %}"
        "{% icon 'at' label=nasty %}{% empty nasty nasty %}{{ nasty }}{% endempty %}",
        nasty=nasty,
    )
    assert nasty not in page
    assert "&lt;b&gt;" in page


def test_unknown_icon_is_a_mistake():
    with pytest.raises(TemplateSyntaxError):
        drawn("{% icon 'elephant' %}")


def test_fact_shows_nothing_as_a_dash_and_joins_lists():
    assert "–" in drawn("{% fact 'A' value %}", value="")
    assert "<dd>0</dd>" in drawn("{% fact 'A' value %}", value=0)
    assert "<dd>one, two</dd>" in drawn("{% fact 'A' value %}", value=["one", "two"])


def test_periods_lie_within_the_picture_whatever_the_language():
    today, day = datetime.date(2026, 2, 18), datetime.date
    bars = [periods.Bar("Tono", day(2022, 1, 10), day(2023, 9, 1)), periods.Bar("Budi", day(2023, 9, 1))]
    with translation.override("id"):
        chart = periods.chart([("Owner", [*bars, periods.Bar("Nia", today, planned=True)])], today=today)
    drawn_bars = chart["lines"][0]["bars"]
    assert [one["bar"].look for one in drawn_bars] == ["past", "now", "planned"]
    edges = [(float(one["x"]), float(one["x"]) + float(one["width"])) for one in drawn_bars]
    assert edges[0][0] == 0
    assert edges[-1][1] == pytest.approx(100)
    assert edges[0][1] == pytest.approx(edges[1][0], abs=0.02)
    assert [year["year"] for year in chart["years"]] == [2022, 2023, 2024, 2025, 2026]
    assert periods.chart([("Owner", [])], today=today)["lines"][0]["bars"] == []


def test_initials():
    assert [frame.initials(name) for name in ("Budi Prasetyo", "Sari", "Ni Luh Made Ayu", "", "(x) y")] == [
        "BP", "S", "NA", "", "Y",
    ]  # fmt: skip


def test_rooms_are_those_the_person_may_enter(rf, monkeypatch, settings):
    configs = [
        SimpleNamespace(rail=[("b", "B", "stylesheet_missing", "at", None)]),
        SimpleNamespace(
            rail=[("healthz", "Alive", "healthz", "at", ("administrator",)), ("z", "Z", "healthz", "at", None, 90)]
        ),
        SimpleNamespace(rail=[("first", "First", "healthz", "at", None, 1)]),
    ]
    monkeypatch.setattr(rail.apps, "get_app_configs", lambda: configs)
    request = rf.get("/")
    request.user, request.resolver_match = SimpleNamespace(is_authenticated=True), SimpleNamespace(namespace="z")

    def ask(question, *about, default=None):
        return {"holds": False, "rail_count:z": 7}.get(question, default)

    rooms = rail.rooms(request, ask)
    assert [(room.key, room.group, room.is_current, room.count) for room in rooms] == [
        ("first", 0, False, 0),
        ("z", 2, True, 7),
    ]
    request.user.is_authenticated = False
    assert rail.rooms(request, ask) == []


def test_undo_goes_with_the_message():
    assert toasts.undo_of(SimpleNamespace(extra_tags="undo:/a/1/undo/")) == "/a/1/undo/"
    assert toasts.undo_of(SimpleNamespace(extra_tags=None)) == ""


def test_every_look_has_a_known_tone():
    assert {tone for tone, _icon in statuses.LOOKS.values()} <= {"ok", "warn", "over", "act", "quiet"}
