"""One row between the file and the register: its values, what is wrong, what would happen. REG-10"""

from dataclasses import dataclass, field

CREATE, UPDATE, UNCHANGED, ERROR = "create", "update", "unchanged", "error"
VERDICTS = (CREATE, UPDATE, UNCHANGED, ERROR)


@dataclass(slots=True)
class Row:
    """A row of the file: `number` is its line, `values` hold mapped fields only.

    `target` is the key of the thing that is already there.
    """

    number: int
    values: dict
    verdict: str = ""
    target: int | None = None
    errors: list = field(default_factory=list)
    keys: list = field(default_factory=list)
    needed: list = field(default_factory=list)
    warnings: list = field(default_factory=list)

    def error(self, key, message):
        """Say what is wrong with one field ("" for the row as a whole)."""
        self.errors.append([key, str(message)])
        self.verdict = ERROR

    def warn(self, key, message):
        """Say what somebody has to answer for before the row is written."""
        self.warnings.append([key, str(message)])

    def unique(self, key, value):
        """A value that may stand in the file only once."""
        self.keys.append([key, str(value)])

    def needs(self, key, value, field):
        """Another row, earlier or later, must bring this unique value; otherwise `field` of this row is wrong."""
        self.needed.append([key, str(value), field])
