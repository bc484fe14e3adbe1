"""The checklist templates that Dewan delivers, as data beside this file. REG-4 REG-7

Each file is a list of templates: `kind` (else the file's name), `platform` or `purpose` or neither, `checked` (the day
on which somebody last compared the steps with what the platforms do) and `steps`. A step has a key, the texts
`en`, `id`, `help_en`, `help_id`, and where they differ from the usual `required`, `evidence` and `after`. `use` takes
the steps of a `shared` list.
"""

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "id")


@cache
def delivered():
    """Every template of this release as keyword arguments of `ChecklistTemplate`."""
    found = []
    for file in sorted(Path(__file__).parent.glob("*.toml")):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        found += [_template(each, file.stem, told.get("shared", {})) for each in told["template"]]
    return found


def _template(told, kind, shared):
    return {
        "kind": told.get("kind", kind),
        "platform_key": told.get("platform", ""),
        "purpose": told.get("purpose", ""),
        "last_checked_on": told["checked"],
        "steps": [_step(step) for step in told.get("steps") or shared[told["use"]]],
    }


def _step(told):
    return {
        "key": told["key"],
        "title": {language: told[language] for language in LANGUAGES},
        "help": {language: told[f"help_{language}"] for language in LANGUAGES if told.get(f"help_{language}")},
        "is_required": told.get("required", True),
        "evidence": told.get("evidence", ""),
        "after": told.get("after", ""),
    }
