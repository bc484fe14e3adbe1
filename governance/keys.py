"""Write a file of fresh keys for a new Dewan, for its owner's eyes only: `python -m governance.keys var/env`. PLT-9"""

import os
import secrets
import sys
from pathlib import Path


def write(path):
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        for name in ("SECRET_KEY", "TRAIL_KEY", "ENCRYPTION_KEY"):
            file.write(f"{name}={secrets.token_urlsafe(48)}\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
