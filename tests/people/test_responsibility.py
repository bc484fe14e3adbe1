"""RACI: named, ended, taken over, doubled and missing. ORG-6"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction

from people import actions
from people.models import Activity, Letter, Person, Responsibility, Unit
from people.raci import EMPTY, GONE, NOBODY, OVERLAP, Matrix, problems_for
from tests.api import api_client
from trail.actions import SYSTEM
from trail.errors import IllegalMove
from trail.models import Entry


def name(unit, letter, who, activity="publish", by=SYSTEM):
    chosen = {"team" if isinstance(who, Unit) else "person": who}
    return actions.assign_responsibility(unit, activity, letter, by=by, **chosen)


def cell(unit, activity="publish"):
    matrix = Matrix(Unit.objects.filter(pk=unit.pk))
    return matrix.cell(matrix.units[unit.pk], activity)


def held(unit, activity="publish"):
    return {letter.value: [str(row.who) for row in rows] for letter, rows, _origin in cell(unit, activity).letters}


def wrong(unit, activity="publish"):
    return [(problem.kind, problem.letter.value, problem.unit_id) for problem in cell(unit, activity).problems]


@pytest.fixture
def branch(organisation):
    return actions.create_unit(parent=organisation.pangan, name="Surabaya", by=SYSTEM)


@pytest.mark.parametrize("who", ["nia", "andi", "oki", "made"])
def test_assign_responsibility_by_the_wrong_person(organisation, who):
    """ORG-6"""
    with pytest.raises(PermissionDenied):
        name(organisation.pangan, "A", organisation.rudi, by=getattr(organisation, who))


def test_assign_responsibility_by_the_head_of_the_unit_only_there(organisation, rudi):
    """ORG-6"""
    assert name(organisation.pangan, "R", organisation.nia, by=rudi).until_at is None
    with pytest.raises(PermissionDenied):
        name(organisation.root, "R", organisation.nia, by=rudi)


def test_assign_responsibility_goes_down_letter_by_letter(root, pangan, branch, sari, rudi, nia):
    """ORG-6"""
    name(root, "A", sari)
    name(root, "R", root)
    name(pangan, "R", nia)
    assert held(branch) == {"A": ["Sari Wulandari"], "R": ["Nia Kurniasih"]}
    assert [origin and origin.name for _l, _r, origin in cell(pangan).letters] == ["Nusantara Group", None]
    name(branch, "A", rudi)
    assert held(branch)["A"] == ["Rudi Santoso"]
    assert held(pangan)["A"] == ["Sari Wulandari"]
    assert held(branch, "measure") == {}


def test_assign_accountable_ends_the_one_before(pangan, rudi, nia, sari):
    """One answers; who did before stays on record. ORG-6"""
    former = name(pangan, "A", rudi)
    latter = name(pangan, "A", nia, by=sari)
    former.refresh_from_db()
    assert former.until_at == latter.from_at or former.until_at <= latter.from_at
    assert held(pangan) == {"A": ["Nia Kurniasih"]}
    assert [row.who for row in Responsibility.objects.as_of(latter.from_at)] == [nia]
    verbs = Entry.objects.filter(object_type="people.responsibility").order_by("seq").values_list("verb", flat=True)
    assert list(verbs) == ["assign_responsibility", "end_responsibility", "assign_responsibility"]


def test_assign_responsibility_again_is_nothing(pangan, nia):
    """ORG-6"""
    assert name(pangan, "R", nia) == name(pangan, "R", nia)
    assert Responsibility.objects.count() == 1


def test_assign_responsibility_to_the_wrong_one(organisation, pangan, nia, gone, agency):
    """ORG-6"""
    for who in ({}, {"person": nia, "team": pangan}, {"person": gone}):
        with pytest.raises(ValidationError):
            actions.assign_responsibility(pangan, "publish", "R", by=SYSTEM, **who)
    with pytest.raises(ValidationError, match="employed here"):
        name(pangan, "A", agency)
    assert name(pangan, "R", agency).who == agency
    for activity, letter in (("dance", "A"), ("publish", "Z")):
        with pytest.raises(ValidationError):
            actions.assign_responsibility(pangan, activity, letter, by=SYSTEM, person=nia)


def test_end_responsibility_lets_the_unit_above_speak_again(root, pangan, sari, rudi):
    """ORG-6"""
    name(root, "A", sari)
    row = name(pangan, "A", rudi)
    actions.end_responsibility(row, by=rudi)
    assert held(pangan) == {"A": ["Sari Wulandari"]}
    with pytest.raises(IllegalMove):
        actions.end_responsibility(row, by=rudi)


def test_holes_are_counted_once_where_they_come_from(organisation, root, pangan, branch, sari):
    """ORG-6"""
    name(root, "A", sari)
    assert wrong(branch) == [(NOBODY, "R", root.pk)]
    problems = Matrix(Unit.objects.all()).problems()
    assert len([problem for problem in problems if problem.activity == "publish"]) == 1
    assert len(problems) == 1 + 2 * 4


def test_holes_of_people_gone_and_teams_without_anybody(root, pangan, branch, made, nia):
    """ORG-6"""
    name(pangan, "A", made)
    name(pangan, "R", branch)
    assert wrong(pangan) == [(EMPTY, "R", pangan.pk)]
    Person.objects.filter(pk=made.pk).update(is_active=False)
    assert wrong(pangan) == [(GONE, "A", pangan.pk), (EMPTY, "R", pangan.pk)]
    # one who is there is enough
    name(pangan, "R", nia)
    assert wrong(pangan) == [(GONE, "A", pangan.pk)]


def test_overlap_is_of_departments_apart(organisation, root, pangan, energi, branch, nia, budi, oki):
    """Two of one department share the work; two departments both doing it is an overlap. ORG-6"""
    name(root, "A", organisation.dewi)
    name(root, "R", nia)
    name(root, "R", budi)
    assert wrong(root) == []
    actions.move_person(budi, branch, by=SYSTEM)
    assert wrong(root) == []  # a branch of Pangan is within Pangan
    name(root, "R", oki)
    assert wrong(root) == [(OVERLAP, "R", root.pk)]
    (problem,) = cell(root).problems
    assert sorted(map(str, problem.who)) == ["Nusantara Logistik", "Nusantara Pangan"]
    # where a unit names its own, the overlap is not its
    name(energi, "R", energi)
    assert [kind for kind, _letter, _unit in wrong(energi)] == [EMPTY]


def test_mark_left_ends_what_somebody_was_responsible_for(pangan, made, sari):
    """REG-8 ORG-6"""
    row = name(pangan, "A", made)
    actions.mark_left(made, by=sari)
    row.refresh_from_db()
    assert row.until_at is not None
    assert wrong(pangan)[0][0] == NOBODY


def test_matrix_takes_five_queries_at_any_size(organisation, django_assert_num_queries):
    """ORG-6"""
    units = [organisation.pangan]
    for n in range(8):
        units.append(actions.create_unit(parent=units[-1], name=f"Level {n}", by=SYSTEM))
    for unit in units:
        name(unit, "R", unit)
        name(unit, "R", organisation.nia)
    with django_assert_num_queries(5):
        matrix = Matrix(Unit.objects.all())
        matrix.problems()


def test_problems_for_waits_until_somebody_was_named(organisation, root, pangan, sari, rudi):
    """A small organisation is not nagged about a matrix it does not use. ORG-5 ORG-6"""
    assert problems_for(sari) == []
    name(pangan, "A", rudi)
    assert len(problems_for(sari)) == 10
    # the holes of the organisation are not Rudi's to close
    assert problems_for(rudi) == []


def test_responsibility_known_to_the_database(pangan, nia, rudi):
    """What goes around the models is refused. ORG-6"""
    row = name(pangan, "A", nia)
    columns = "unit_id, activity, letter, person_id, team_id, from_at, until_at"
    now = row.from_at
    for values in (
        (pangan.pk, "publish", "A", rudi.pk, None, now, None),
        (pangan.pk, "publish", "A", nia.pk, None, now, None),
        (pangan.pk, "publish", "R", None, None, now, None),
        (pangan.pk, "publish", "R", nia.pk, pangan.pk, now, None),
        (pangan.pk, "dance", "R", nia.pk, None, now, None),
        (pangan.pk, "publish", "X", nia.pk, None, now, None),
        (pangan.pk, "publish", "R", nia.pk, None, now, now - timedelta(days=1)),
    ):
        refused(f"INSERT INTO people_responsibility ({columns}) VALUES (%s, %s, %s, %s, %s, %s, %s)", *values)
    refused("UPDATE people_responsibility SET person_id = %s", rudi.pk)
    refused("DELETE FROM people_responsibility")


def refused(sql, *values):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_responsibility_pages(client, root, pangan, sari, oki, nia):
    """ORG-6"""
    client.force_login(sari)
    assert "Nobody is named yet" in client.get("/responsibilities/").content.decode()
    url = f"/units/{pangan.pk}/responsibilities/publish/"
    posted = client.post(url + "assign/", {"letter": "R", "person": "Nia Kurniasih", "why": "She writes"}, follow=True)
    assert "Nia Kurniasih" in posted.content.decode()
    page = client.get("/responsibilities/").content.decode()
    assert "10 holes, 0 overlaps" in page
    assert client.get("/responsibilities/?show=problems&activity=publish").status_code == 200
    assert client.get("/responsibilities/?activity=dance").status_code == 400
    assert client.get(f"/units/{pangan.pk}/responsibilities/dance/").status_code == 404
    both = client.post(url + "assign/", {"letter": "R"})
    assert (both.status_code, "either a person or a team" in both.content.decode()) == (400, True)
    client.post(f"/responsibilities/{Responsibility.objects.get().pk}/end/")
    assert held(pangan) == {}
    client.force_login(oki)
    assert client.get(url).status_code == 404


def test_responsibility_list_in_constant_queries(client, organisation, root, sari, django_assert_num_queries):
    """ORG-6"""
    client.force_login(sari)
    name(root, "A", sari)
    client.get("/responsibilities/")
    with django_assert_num_queries(9):
        client.get("/responsibilities/")
    for n in range(30):
        unit = actions.create_unit(parent=root, name=f"Unit {n}", by=SYSTEM)
        name(unit, "R", sari)
    with django_assert_num_queries(9):
        client.get("/responsibilities/")


def test_export_responsibilities(client, root, pangan, rudi, sari):
    """ORG-6: what is taken over and what is wrong stand in the file."""
    name(root, "A", sari)
    name(pangan, "R", rudi)
    client.force_login(rudi)
    lines = b"".join(client.get("/responsibilities/export.csv").streaming_content).decode("utf-8-sig").splitlines()
    publish = [line.split(",")[1:] for line in lines if f"{pangan.pk}," in line and ",publish," in line]
    assert [line[1:3] + line[5:7] for line in publish] == [
        ["publish", "A", "Sari Wulandari", "Nusantara Group"],
        ["publish", "R", "Rudi Santoso", ""],
    ]
    assert not any("Energi" in line for line in lines)


def test_responsibilities_by_the_api(root, pangan, rudi, sari, nia):
    """ORG-6 PLT-2"""
    name(root, "A", sari)
    api = api_client(rudi)
    made = api.send(
        "/api/v1/responsibilities/", {"unit": pangan.pk, "activity": "publish", "letter": "R", "person": nia.pk}
    )
    assert made.status_code == 201
    cells = api.get(f"/api/v1/units/{pangan.pk}/responsibilities/").json()
    assert cells[0] == {
        "activity": "publish",
        "who": [
            {
                "letter": "A",
                "person": {"id": sari.pk, "name": "Sari Wulandari"},
                "team": None,
                "taken_over_from": {"id": root.pk, "name": "Nusantara Group"},
            },
            {"letter": "R", "person": {"id": nia.pk, "name": "Nia Kurniasih"}, "team": None, "taken_over_from": None},
        ],
        "problems": [],
    }
    ended = api.send(f"/api/v1/responsibilities/{made.json()['id']}/end-responsibility/", {})
    assert ended.json()["until_at"]
    assert api.get("/api/v1/responsibilities/?current=true").json()["results"] == []
    neither = api.send("/api/v1/responsibilities/", {"unit": pangan.pk, "activity": "publish", "letter": "R"})
    assert (neither.status_code, neither.json()["errors"][0]["field"]) == (400, "/person")


def test_person_named_is_told(pangan, nia, rudi):
    """PLT-5 ORG-6"""
    from notices.models import Notice

    name(pangan, "A", nia, by=rudi)
    notice = Notice.objects.get(kind="responsibility_given")
    assert (notice.person, notice.params["activity"], notice.params["letter"]) == (nia, "publish", "A")
    assert set(Letter.values) == set("ARCI")
    assert len(Activity) == 5
