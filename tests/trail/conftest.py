import pytest
from django.db import connection

from people.models import Person
from tests import stages
from tests.trail.box import Box, Event
from trail import checkpoints, seals
from trail.actions import action, record


@pytest.fixture(scope="session")
def tables(django_db_setup, django_db_blocker):
    """The tables of the tests' own models, which no migration makes."""
    with django_db_blocker.unblock():
        stages.leave()
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.create_model(Box)
        editor.create_model(Event)
    yield
    with django_db_blocker.unblock():
        stages.leave()
    with django_db_blocker.unblock(), connection.schema_editor() as editor:
        editor.delete_model(Event)
        editor.delete_model(Box)


@pytest.fixture
def boxes(tables, db):
    return Box.objects


@pytest.fixture
def committed_boxes(tables, transactional_db):
    """Boxes that other threads can see."""
    yield Box.objects
    Box.objects.all().delete()
    Event.objects.all().delete()


@pytest.fixture
def box(boxes):
    return boxes.create(name="Red box", unit_id=7)


@pytest.fixture
def events(tables, db, monkeypatch):
    """The event table, sealed under the name “events” and nothing else."""
    monkeypatch.setattr(seals, "_tables", {})
    seals.register("events", Event, ("what", "at"))
    return Event.objects


@pytest.fixture
def sari():
    return Person(pk=12, name="Sari")


@pytest.fixture
def rudi():
    return Person(pk=13, name="Rudi")


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    """Checkpoints of their own for every test."""
    settings.DATA_DIR = tmp_path
    return checkpoints.path


@action
def paint(box, colour, *, by, why=""):
    """A verb that records and writes nothing."""
    record(box, "paint_box", by=by, after={"colour": colour}, why=why)


@pytest.fixture
def chain_of(box, sari):
    """Make a chain of so many entries."""

    def make(number):
        for step in range(number):
            paint(box, f"colour {step}", by=sari)

    return make
