"""The unit tree in the order in which one reads it. ORG-1"""

from dataclasses import dataclass, field


@dataclass
class Node:
    """A unit at its depth; `opens` when units follow inside it, `closes` as many levels as end behind it."""

    unit: object
    depth: int
    below: int = 0
    closes: range = field(default_factory=lambda: range(0))

    @property
    def opens(self):
        return self.below > 0


def walk(units):
    """Nodes of the visible units, parents before children, siblings by name; without recursion at any depth."""
    units = sorted(units, key=lambda unit: unit.name.casefold())
    seen = {unit.pk for unit in units}
    children = {}
    for unit in units:
        children.setdefault(unit.parent_id if unit.parent_id in seen else None, []).append(unit)
    nodes, waiting = [], [(unit, 0) for unit in reversed(children.get(None, ()))]
    while waiting:
        unit, depth = waiting.pop()
        inside = children.get(unit.pk, ())
        nodes.append(Node(unit, depth, len(inside)))
        waiting += [(child, depth + 1) for child in reversed(inside)]
    for node, following in zip(nodes, [*nodes[1:], None], strict=True):
        node.closes = range(max(0, node.depth - (following.depth if following else 0)))
    return nodes


def choices(units):
    """(id, indented name) of the visible units, for a select."""
    return [(node.unit.pk, "\u2003" * node.depth + node.unit.name) for node in walk(units)]
