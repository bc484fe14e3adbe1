"""Proving the trail: walk the chain once and name the first entry that is not as it was written. AUD-1"""

import json
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from trail import chain, checkpoints, seals
from trail.models import Entry, Payload

PAGE = 5000
SHOWN = 20  # contents without an entry that are named
NEARBY = 20_000  # how far an entry may have been moved and still be recognised

KINDS = {
    "edited": _("the entry was edited"),
    "inserted": _("the entry was added by hand"),
    "deleted": _("the entry was deleted"),
    "swapped": _("the entry stands in another's place"),
    "payload edited": _("the content of the entry was edited"),
    "payload without entry": _("a content belongs to no entry of the chain"),
    "payload removed": _("the content of the entry is gone, and no erasure says so"),
    "events changed": _("rows of a sealed table were changed"),
    "cut before checkpoint": _("the chain was cut or rewritten before a checkpoint"),
    "checkpoint forged": _("a line of the checkpoints was not written by this trail"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    seq: int
    kind: str
    detail: str = ""

    @property
    def words(self):
        return KINDS[self.kind]

    def __str__(self):
        return f"seq {self.seq}: {self.kind}" + (f" ({self.detail})" if self.detail else "")


@dataclass(slots=True)
class Report:
    """What was found; `faults` begins with the first bad entry."""

    count: int = 0
    seq: int = 0
    head: str = chain.GENESIS
    checkpoint: checkpoints.Checkpoint | None = None
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_whole(self):
        return not self.faults


@dataclass(slots=True)
class Row:
    seq: int
    at: object
    kind: str
    verb: str
    actor: str
    object_type: str
    object_id: str
    unit_id: int | None
    commitment: str
    prev: str
    hash: str
    salt: str | None
    content: str | None

    def signed_as(self, seq):
        """Whether the entry is what was once written as number `seq`."""
        expected = chain.entry_hash(
            seq, self.at, self.kind, self.verb, self.actor, self.object_type, self.object_id, self.unit_id,
            self.commitment, self.prev,
        )  # fmt: skip
        return expected == self.hash


def verify():
    """Walk everything: chain, payloads, seals, checkpoints. The chain is followed to its first fault."""
    report = Report()
    heads, forged = _checkpoints(report)
    walk = _Walk(report, heads)
    walk.run()
    report.faults += forged
    report.faults.sort(key=lambda fault: fault.seq)
    return report


class _Walk:
    def __init__(self, report, heads):
        self.report, self.heads = report, heads
        self.faults = report.faults
        self.blank = {}  # seq → why its payload is missing, until an erasure names it
        self.sealed = {}  # table → highest id sealed so far

    def run(self):
        upto, _head = chain.head()
        row, rows = None, _rows(upto)
        for row in rows:
            expected = self.report.seq + 1
            if row.seq != expected or row.prev != self.report.head or not row.signed_as(row.seq):
                self.faults.append(self._name(row, expected, next(rows, None)))
                break
            self.report.count, self.report.seq, self.report.head = expected, expected, row.hash
            self._payload(row)
            if self.heads.get(expected, row.hash) != row.hash:
                self.faults.append(Fault(expected, "cut before checkpoint", "another entry stood here"))
                break
        else:
            last = max(self.heads, default=0)
            if last > self.report.seq:
                self.faults.append(Fault(self.report.seq + 1, "cut before checkpoint", f"the chain had {last} entries"))
        self.faults += [Fault(seq, "payload removed") for seq in self.blank]
        if not self.faults:
            # Else it is what a fault named above left behind.
            self.faults += [Fault(seq, "payload without entry") for seq in _orphans()]

    def _name(self, row, expected, after):
        """What happened to a row that does not follow."""
        if row.signed_as(row.seq):
            # genuine, so what stands before it is not: rows are missing
            return Fault(expected, "deleted", f"{row.seq - expected} missing" if row.seq > expected else "")
        written_as = next((seq for seq in _around(row.seq) if row.signed_as(seq)), None)
        if written_as is not None:
            if Entry.objects.filter(hash=row.hash).count() > 1:
                return Fault(row.seq, "inserted", f"a copy of {written_as}")
            if row.seq == expected and not Entry.objects.filter(hash=row.prev).exists() and row.prev != chain.GENESIS:
                return Fault(expected, "deleted", f"{written_as} was moved up")
            return Fault(row.seq, "swapped", f"was written as {written_as}")
        if row.seq != expected:
            return Fault(row.seq, "inserted") if after is None else Fault(expected, "deleted")
        if after is None:
            return Fault(row.seq, "edited" if row.seq <= max(self.heads, default=0) else "inserted", "or edited")
        return Fault(row.seq, "inserted" if after.prev == self.report.head else "edited")

    def _payload(self, row):
        if row.kind == Entry.Kind.ERASURE:
            self.blank.pop(int(row.object_id), None)
        if row.content is None or row.salt is None:
            self.blank[row.seq] = row.kind
        elif chain.commit_to(row.salt, row.content) != row.commitment:
            self.faults.append(Fault(row.seq, "payload edited"))
        elif row.kind == Entry.Kind.SEAL:
            self._seal(row)

    def _seal(self, row):
        for name, part in json.loads(row.content)["after"].items():
            before, self.sealed[name] = self.sealed.get(name, 0), part["upto"]
            table = seals.registered(name)
            if "digest" not in part or table is None:
                continue
            detail = f"{name}, id {part['after'] + 1} to {part['upto']}"
            if part["after"] != before:
                self.faults.append(Fault(row.seq, "events changed", f"{detail}, not where the last seal ended"))
            elif table.digest(part["after"], part["upto"]) != (part["rows"], part["digest"]):
                self.faults.append(Fault(row.seq, "events changed", detail))


def _checkpoints(report):
    """seq → head of every genuine checkpoint, and a fault for every forged one."""
    heads, forged = {}, []
    for checkpoint in checkpoints.each():
        if not checkpoint.is_genuine:
            forged.append(Fault(checkpoint.seq, "checkpoint forged"))
        elif heads.setdefault(checkpoint.seq, checkpoint.head) != checkpoint.head:
            forged.append(Fault(checkpoint.seq, "cut before checkpoint", "two checkpoints differ"))
        else:
            report.checkpoint = checkpoint
    heads.pop(0, None)
    return heads, forged


def _around(seq):
    for step in range(1, NEARBY):
        yield seq + step
        if seq > step:
            yield seq - step


def _orphans():
    """Contents whose entry is not there: a cut behind the last checkpoint leaves them, or a hand."""
    entries = Entry.objects.filter(seq=OuterRef("seq"))
    orphans = Payload.objects.filter(~Exists(entries)).order_by("seq")
    return orphans.values_list("seq", flat=True)[:SHOWN]


def _rows(upto):
    """All entries with their payloads in order, a page at a time: two walks along a key, so no plan can go wrong."""
    after = None
    while True:
        entries = Entry.objects.filter(seq__lte=upto).order_by("seq").values_list(*chain.COLUMNS)
        page = list((entries if after is None else entries.filter(seq__gt=after))[:PAGE])
        if not page:
            return
        payloads = Payload.objects.filter(seq__gte=page[0][0], seq__lte=page[-1][0])
        payloads = {seq: rest for seq, *rest in payloads.values_list("seq", "salt", "content")}
        for values in page:
            yield Row(*values, *payloads.get(values[0], (None, None)))
        after = page[-1][0]
