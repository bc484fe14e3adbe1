"""What the database itself holds of this room: attempts are never rewritten. AUD-1"""

from trail.triggers import append_only, declare

declare(append_only("notices_attempt"))
