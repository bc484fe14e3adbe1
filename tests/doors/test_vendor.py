"""What is vendored is what was released, and nothing is drawn that the sprite does not hold. PLT-7"""

import hashlib
import re
from pathlib import Path

import pytest
from django.conf import settings

from doors import sheet, sprite, statuses

STATIC = Path(settings.BASE_DIR) / "static"
TEMPLATES = Path(settings.BASE_DIR) / "templates"
RECORDED = re.findall(r"^\| `([^`]+)` \|.*\| `([0-9a-f]{64})` \|$", (STATIC / "vendor" / "README.md").read_text(), re.M)
SYMBOLS = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))


@pytest.mark.parametrize(("name", "digest"), RECORDED)
def test_vendored_file_is_the_recorded_one(name, digest):
    assert hashlib.sha256((STATIC / name).read_bytes()).hexdigest() == digest


def test_every_vendored_file_is_recorded():
    here = {f"vendor/{path.name}" for path in (STATIC / "vendor").iterdir() if path.name != "README.md"}
    assert here | {"icons.svg"} == {name for name, _digest in RECORDED}


def test_sprite_holds_every_icon():
    drawn = {"dewan", *sprite.ICONS}
    assert drawn == SYMBOLS
    used = {name for path in TEMPLATES.rglob("*.html") for name in re.findall(r'{% icon "([^"]+)"', path.read_text())}
    assert used <= SYMBOLS
    assert {icon for _tone, icon in statuses.LOOKS.values()} <= SYMBOLS


def test_nothing_is_written_inline():
    """The policy forbids inline style and script, so a template that has one would silently lose it."""
    inline = re.compile(r"""<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=["']|href=["']javascript:""", re.I)
    pages = [path for path in TEMPLATES.rglob("*.html") if "notices" not in path.relative_to(TEMPLATES).parts]
    found = [f"{path.name}: {hit[0]}" for path in pages for hit in inline.finditer(path.read_text())]
    assert found == []


def test_nothing_is_fetched_from_elsewhere():
    foreign = re.compile(r"""(?:src|href|action)=["'](?:https?:)?//|@import|url\((?!#)""", re.I)
    pages = [*TEMPLATES.rglob("*.html"), *(STATIC / "css").glob("*.css"), *(STATIC / "js").glob("*.js")]
    pages = [path for path in pages if "notices" not in path.parts]
    assert [path.name for path in pages if foreign.search(path.read_text())] == []


@pytest.mark.django_db
def test_first_page_weight(client):
    """Sheet, scripts and icons leave room for the page within 60 kB compressed."""
    import gzip

    scripts = [*(STATIC / "js").glob("*.js"), *(STATIC / "vendor").glob("*.js"), STATIC / "icons.svg"]
    weight = sum(len(gzip.compress(path.read_bytes())) for path in scripts) + len(sheet.read()[2])
    assert weight < 45_000
    response = client.get(sheet.address(), headers={"accept-encoding": "gzip"})
    assert (response.status_code, response["Content-Encoding"], len(response.content)) == (
        200,
        "gzip",
        len(sheet.read()[2]),
    )
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/look/0123456789ab.css").status_code == 404


def test_sheet_holds_every_part():
    parts = {path.stem for path in sheet.FOLDER.glob("*.css")} - {"styleguide"}
    assert set(sheet.ORDER) == parts
