"""Everything that needs no running code: style, layers, migrations, templates, deployment. `make check`

Each check runs even when one before it failed; the exit code tells whether all went well.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
KEY = "only-for-the-check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGH"
CHECKS = {
    "style": [BIN / "ruff", "check", "."],
    "format": [BIN / "ruff", "format", "--check", "."],
    "layers": [BIN / "lint-imports", "--no-cache"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "templates": [BIN / "djlint", "templates", "--lint", "--quiet"],
    "messages": [*MANAGE, "messages", "--check"],
    "deployment": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
    "compose": ["docker-compose", "config", "--quiet"],
}


def main():
    failed = []
    with tempfile.TemporaryDirectory() as folder:
        production = {
            "DATA_DIR": folder,
            "SECRET_KEY": KEY,
            "TRAIL_KEY": KEY[::-1],
            "BASE_URL": "https://dewan.example.com",
            "DEBUG": "off",
            "DEMO": "off",
            "POSTGRES_PASSWORD": "only-for-the-check",
            "EMAIL_URL": "smtp://mail.example.com:25?from=dewan@example.com",
        }
        environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "REDIS_URL")} | production
        for name, command in CHECKS.items():
            if not shutil.which(command[0]):
                print(f"{name:<12} not checked: {command[0]} is not on this machine")
                failed += [name] if os.environ.get("CI") == "true" else []
                continue
            began = time.monotonic()
            done = subprocess.run(command, env=environment, capture_output=True, text=True)
            print(f"{name:<12} {'FAILED' if done.returncode else 'ok':<7} {time.monotonic() - began:5.1f} s")
            if done.returncode:
                failed.append(name)
                print(done.stdout, done.stderr, sep="\n")
    sys.exit(f"failed: {', '.join(failed)}" if failed else 0)


if __name__ == "__main__":
    main()
