"""The message catalogues: found in the sources, kept in `locale/`, compiled in plain Python. PLT-1

Needs no gettext tools: Babel reads Python as it is and templates through Django's own `templatize`.
"""

from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import template as django_template

KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
OUTSIDE = {"tests", "benchmarks", "locale", "static", "node_modules", "migrations"}
LANGUAGES = ("id",)


def sources():
    """The Python files and templates whose words people read."""
    base = Path(settings.BASE_DIR)
    for path in sorted(base.rglob("*")):
        parts = path.relative_to(base).parts
        if parts[0] in OUTSIDE or "migrations" in parts or parts[0].startswith((".", "var")):
            continue
        if path.suffix == ".py" or (parts[0] == "templates" and path.suffix in (".html", ".txt")):
            yield path


def found() -> Catalog:
    """Every message in the sources, with the files it stands in."""
    catalog = Catalog(project="Dewan", charset="utf-8")
    for path in sources():
        text = path.read_text()
        if path.suffix != ".py":
            # Templates are indented as HTML is, which Python's tokens do not stand.
            text = "\n".join(map(str.lstrip, django_template.templatize(text, origin=str(path)).split("\n")))
        place = str(path.relative_to(settings.BASE_DIR))
        for _line, message, comments, context in extract(
            "python", BytesIO(text.encode()), KEYWORDS, comment_tags=("Translators:",)
        ):
            catalog.add(message, locations=[(place, None)], auto_comments=comments, context=context)
    return catalog


def po_path(language) -> Path:
    return Path(settings.LOCALE_PATHS[0]) / language / "LC_MESSAGES" / "django.po"


def kept(language) -> Catalog:
    path = po_path(language)
    if not path.exists():
        return Catalog(locale=language, project="Dewan")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language) -> Catalog:
    """Bring the catalogue of a language up to the sources; what is no longer said goes."""
    catalog = kept(language)
    catalog.update(found(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, sort_output=True, omit_header=False)
    return catalog


def compile_catalogue(language) -> Path:
    """Write the `.mo` file that Django reads, whole or not at all: others may be starting."""
    target = po_path(language).with_suffix(".mo")
    with NamedTemporaryFile(dir=target.parent, suffix=".mo.part", delete=False) as file:
        write_mo(file, kept(language))
    Path(file.name).chmod(0o644)
    return Path(file.name).replace(target)


def compile_stale() -> list[Path]:
    """Write the `.mo` files that are missing or older than their catalogue."""
    written = []
    for language in LANGUAGES:
        source = po_path(language)
        built = source.with_suffix(".mo")
        if source.exists() and not (built.exists() and built.stat().st_mtime >= source.stat().st_mtime):
            written.append(compile_catalogue(language))
    return written


def missing(language) -> list[str]:
    """Messages of the sources that the language does not say yet. PLT-1"""
    catalog = kept(language)
    lacking = []
    for message in found():
        if not message.id:
            continue
        said = catalog.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        strings = said.string if said is not None else ""
        if not strings or (isinstance(strings, tuple | list) and not all(strings)):
            lacking.append(message.id if isinstance(message.id, str) else message.id[0])
    return lacking
