from pathlib import Path

from trail import lifecycles

DRAWN = Path(__file__).resolve().parent.parent / "docs" / "lifecycles.md"


def test_the_drawn_lifecycles_are_those_of_the_code():
    """docs/lifecycles.md cannot lie; `manage.py lifecycles > docs/lifecycles.md` draws it again."""
    assert DRAWN.read_text("utf-8") == lifecycles.text()
