"""The lifecycles of all things, drawn from their MOVES."""

from django.apps import apps
from django.utils import translation

HEAD = """# Lifecycles

Drawn from the `MOVES` of the models by `manage.py lifecycles`; a test compares.
"""


def text():
    """docs/lifecycles.md as it must be."""
    with translation.override("en"):
        return "\n".join([HEAD, *(_of(model) for model in models())])


def models():
    """Every model with a lifecycle."""
    found = [model for model in apps.get_models() if "MOVES" in vars(model)]
    return sorted(found, key=lambda model: model._meta.label)


def _of(model):
    name = str(model._meta.verbose_name).capitalize()
    lines = [f"## {name} (`{model._meta.label}`)", "", "```mermaid", "stateDiagram-v2"]
    for verb, (sources, target) in model.MOVES.items():
        lines += [f"    {source.value} --> {target.value}: {verb}" for source in sources]
    lines += ["```", "", "| verb | from | to |", "|---|---|---|"]
    for verb, (sources, target) in model.MOVES.items():
        lines.append(f"| `{verb}` | {', '.join(source.value for source in sources)} | {target.value} |")
    return "\n".join([*lines, ""])
