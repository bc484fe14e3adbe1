"""What many tests stand on is built once in each process; every test plays on a savepoint above it.

    @stage
    def organisation():                  # a fixture: the test gets a fresh copy of what the builder returned
        return found_nusantara(by=SYSTEM)

    @stage(above="organisation")
    def account(organisation): ...

A stage is a transaction that stays open from test to test, one inside the other as the stages stand on each other, and
is rolled back when a test wants another one. The tests of a stage run one after the other (`order`), so that it is
built once in each process; a file with a stage that takes long, `@stage(long=True)`, stays in one process as a whole.
A test that commits, or asks for a stage beside the open one, builds for itself.
"""

import copy
import functools
import inspect

import pytest
from django.db import connection, transaction

_known = {}  # name → (builder, name of the stage below)
_open = []  # (name, its transaction, what its builder returned), lowest first
_copies = {}  # what the present test was given


def stage(build=None, *, above="", long=False):
    """Make a fixture of a builder, whose one argument is the stage below, where there is one."""
    if build is None:
        # `long` is read by `together`, before any test file is.
        return functools.partial(stage, above=above)
    name = build.__name__
    if name in _known:
        raise ValueError(f"Two stages are called {name}.")
    _known[name] = (build, above)

    def fixture(**below):
        below.pop("db")
        is_open = any(each[0] == name for each in _open)
        return _copy(name) if is_open else build(**below)

    fixture.__doc__, fixture.stage = build.__doc__, name
    asked = ["db", above] if above else ["db"]
    fixture.__signature__ = inspect.Signature([inspect.Parameter(one, inspect.Parameter.KEYWORD_ONLY) for one in asked])
    return pytest.fixture(name=name)(fixture)


def wanted(item):
    """The names of the stages that a test stands on, lowest first; none for a test that commits."""
    names = set(item.fixturenames)
    marker = item.get_closest_marker("django_db")
    if names & {"transactional_db", "live_server"} or (marker and (marker.args or marker.kwargs)):
        return []
    found = [name for name in _known if name in names and _is_fixture_of(item, name)]
    chains = [_chain(name) for name in found]
    return max(chains, key=len, default=[])


def together(folder):
    """The files whose tests stay in one process, by their names in test ids."""
    files = (path for path in folder.rglob("test_*.py") if "\n@stage(long=True)\n" in path.read_text())
    return {path.relative_to(folder.parent).as_posix() for path in files}


def order(item):
    """Stages that stand on each other are neighbours; what needs none comes last."""
    names = wanted(item)
    return (not names, names)


def enter(names):
    """Bring the open stages to these."""
    _copies.clear()
    keep = 0
    while keep < min(len(names), len(_open)) and names[keep] == _open[keep][0]:
        keep += 1
    leave(keep)
    for name in names[keep:]:
        build, above = _known[name]
        around = transaction.atomic()
        # As Django marks its own around a test: actions may begin inside.
        around._from_testcase = True
        around.__enter__()
        try:
            made = build(_open[-1][2]) if above else build()
        except BaseException:
            _roll_back(around)
            raise
        _open.append((name, around, made))


def leave(keep=0):
    """Roll back the open stages above the lowest `keep`, or all of them where a test broke the connection."""
    if _open and (connection.connection is None or connection.closed_in_transaction or connection.needs_rollback):
        keep = 0
    while len(_open) > keep:
        _roll_back(_open.pop()[1])


def _roll_back(around):
    transaction.set_rollback(True)
    around.__exit__(None, None, None)


def _copy(name):
    """One copy of all for each test, so that who owns the account is the very person in the organisation."""
    if not _copies:
        _copies.update(copy.deepcopy({name: made for name, _around, made in _open}))
    return _copies[name]


def _chain(name):
    above = _known[name][1]
    return [*(_chain(above) if above else []), name]


def _is_fixture_of(item, name):
    """Not where a file has a fixture of its own by the same name."""
    return getattr(item._fixtureinfo.name2fixturedefs[name][-1].func, "stage", None) == name
