"""What every test stands on: an environment of its own, and the servers of the outside world.

`TEST_DATABASE_URL` and `TEST_REDIS_URL` name servers to use; without the first the suite runs on SQLite.
"""

import os
import tempfile

os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="dewan-tests-")
os.environ["SECRET_KEY"] = "test-key-of-dewan-0123456789-abcdefghijklmnopqrstuvwxyz"
os.environ["TRAIL_KEY"] = "trail-key-of-dewan-0123456789-abcdefghij"
os.environ["BASE_URL"] = "http://testserver"
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")
os.environ["REDIS_URL"] = os.environ.get("TEST_REDIS_URL", "") or (
    "redis://localhost:1/0" if os.environ["DATABASE_URL"] else ""
)
os.environ["EMAIL_URL"] = "memorymail://"
os.environ["DJANGO_SETTINGS_MODULE"] = "governance.settings"
for name in ("DEBUG", "DEMO"):
    os.environ.pop(name, None)

from django.conf import settings  # noqa: E402

settings.INSTALLED_APPS  # noqa: B018 - loads the settings, whereupon pytest-django sets Django up
