"""How the web server runs; `manage.py up` and the compose file say where with WEB_BIND."""

import os

from gunicorn import util

from governance.processes import die_with_parent
from governance.web import write_problem

bind = os.environ.get("WEB_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
timeout = 60
graceful_timeout = 10
keepalive = 5
# A long address is answered by Dewan, in its own words; the server itself would say it in bare HTML.
limit_request_line = 8190  # the most that gunicorn allows
limit_request_field_size = 16380
# The heartbeat of a worker is a file; on a slow disk it would look dead.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
control_socket_disable = True


def post_fork(server, worker):
    die_with_parent()
    util.write_error = write_problem
