"""How the house is built, held by tests: what a linter of imports does not see. PLT-4 AUD-1"""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey, ManyToManyField
from django.urls import URLPattern, get_resolver

from people.permissions import rules

BASE = Path(settings.BASE_DIR)
# Lowest first, as the layers in pyproject.toml.
ROOMS = [
    "connectors",
    "doors",
    "trail",
    "people",
    "notices",
    "imports",
    "clients",
    "accounts",
    "audits",
    "home",
    "governance",
]
# Rows that no person asks for by page or API as things of their own: parts of something that is governed.
PARTS_OF_THINGS = {
    "accounts.ConnectedTool",
    "accounts.LookalikeScan",
    "accounts.Platform",
    "accounts.PreviousHandle",
    "accounts.Sighting",
    "accounts.TakedownStep",
    "accounts.Tenure",
    "clients.KeptAnswer",
    "imports.ImportPart",
    "imports.ImportRow",
    "imports.Source",
    "notices.Attempt",
    "notices.Choice",
    "notices.Digest",
    "notices.DigestTime",
    "people.Device",
    "people.Factor",
    "people.Membership",
    "people.Organisation",
    "people.RecoveryCode",
    "people.ResetRequest",
    "people.UnitLink",
    "people.UnitRole",
    "trail.Entry",
    "trail.Heartbeat",
    "trail.Payload",
    "trail.Seal",
}

# Things called status that are no state of a row: HTTP answers, and the job of a dry run, which is never saved.
NO_STATES = {
    ("clients/door.py", "kept"),
    ("doors/errors.py", "self"),
    ("doors/api/problems.py", "self"),
    ("imports/engine.py", "job"),
}


def models():
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]


def sources(pattern="**/*.py"):
    for room in ROOMS:
        for path in (BASE / room).glob(pattern):
            if "migrations" not in path.parts:
                yield path


def test_the_rooms_are_these():
    """house: every room stands in one order, and settings know the same ones."""
    assert sorted(settings.ROOMS) == sorted(ROOMS)


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_foreign_keys_point_down(model):
    """house: imports run down only, and so do the foreign keys that strings hide."""
    here = ROOMS.index(model._meta.app_label)
    for field in (*model._meta.get_fields(),):
        if isinstance(field, ForeignKey | ManyToManyField) and field.related_model._meta.app_label in ROOMS:
            assert ROOMS.index(field.related_model._meta.app_label) <= here, field


@pytest.mark.parametrize("model", models(), ids=lambda model: model._meta.label)
def test_every_model_has_a_rule_who_sees_it(model):
    """PLT-4: closed by default; a model without a rule is a part of another thing, and says so here."""
    has_rule = bool(rules().get(f"see_{model._meta.model_name}"))
    assert has_rule or model._meta.label in PARTS_OF_THINGS


def test_verbs_of_moves_are_ruled():
    """house: one verb everywhere; what moves a state is allowed to somebody or done by Dewan alone."""
    for model in models():
        for verb in getattr(model, "MOVES", {}):
            found = any(verb in path.read_text() for path in sources("**/permissions.py")) or any(
                f'"{verb}"' in path.read_text() for path in sources("**/*.py") if path.name != "models.py"
            )
            assert found, f"{model._meta.label}.{verb} is moved by nobody"


def test_states_are_moved_never_assigned():
    """house: no door and no action writes `thing.status = …`; `move()` does."""
    wrong = []
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else []
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr == "status":
                    owner = target.value.id if isinstance(target.value, ast.Name) else ""
                    if (str(path.relative_to(BASE)), owner) not in NO_STATES:
                        wrong.append(f"{path.relative_to(BASE)}:{node.lineno}")
    assert wrong == []


def test_doors_ask_for_what_the_reader_may_see():
    """PLT-4: views and API never start from all rows of a governed model."""
    governed = {model.__name__ for model in models() if model._meta.label not in PARTS_OF_THINGS}
    wrong = []
    for path in [*sources("**/views.py"), *sources("**/views/*.py"), *sources("api.py"), *sources("api/*.py")]:
        for number, line in enumerate(path.read_text().splitlines(), 1):
            for name in governed:
                if f"{name}.objects.all()" in line or (f"get_object_or_404({name}," in line and "demo." not in line):
                    wrong.append(f"{path.relative_to(BASE)}:{number}")
    assert wrong == []


def test_no_file_is_a_drawer():
    """house: no `utils`, `helpers`, `common`, `services`; and no file past 400 lines."""
    drawers = {"utils", "helpers", "common", "services", "selectors", "managers", "misc"}
    paths = list(sources())
    assert [str(path) for path in paths if path.stem in drawers] == []
    long = {str(path.relative_to(BASE)): len(path.read_text().splitlines()) for path in paths}
    assert {path: lines for path, lines in long.items() if lines > 400} == {}


def test_every_room_says_what_it_is():
    """house: the docstring of a room's package tells its words."""
    empty = [room for room in ROOMS if not ast.get_docstring(ast.parse((BASE / room / "__init__.py").read_text()))]
    assert empty == []


def _patterns(resolver=None):
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield pattern
        else:
            yield from _patterns(pattern)


def test_paths_are_plain():
    """house: lower case, words apart by hyphens."""
    words = [str(pattern.pattern) for pattern in _patterns()]
    assert [word for word in words if word != word.lower() and "(?P" not in word and "<" not in word] == []
