"""Web server, worker and beat under one supervisor, until Ctrl-C. PLT-9"""

import fcntl
import getpass
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from governance import health
from governance.processes import PROCESSES, die_with_parent
from trail import checkpoints

SUPERVISOR = """\
[supervisord]
nodaemon=true
silent=true
user={user}
logfile={logs}/supervisor.log
logfile_maxbytes=5MB
logfile_backups=1
pidfile={data}/supervisor.pid
childlogdir={logs}
"""
# A process that keeps failing is tried again for ever: the database may come back.
PROCESS = """
[program:{name}]
command={python} -m governance.processes {name}
directory={code}
autorestart=true
startsecs=1
startretries=1000000
stopwaitsecs=15
killasgroup=true
redirect_stderr=true
stdout_logfile={logs}/{name}.log
stdout_logfile_maxbytes=5MB
stdout_logfile_backups=2
"""


class Command(BaseCommand):
    help = "Run Dewan: web server, worker and beat; a killed one comes back, Ctrl-C ends them all."

    def add_arguments(self, parser):
        default = urlsplit(settings.BASE_URL).port if not settings.HTTPS else None
        parser.add_argument("--port", type=int, default=default or 8000)
        parser.add_argument("--bind", default="127.0.0.1", help="the network address to listen on")

    def handle(self, *, port, bind, **_):
        with self.lock():
            self.check_ready(bind, port)
            self.serve(bind, port)

    def lock(self):
        """Held as long as the file is open; the kernel lets go of it however this process ends."""
        file = (settings.DATA_DIR / "up.lock").open("a+")
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            owner = file.read().strip()
            raise CommandError(
                f"Dewan already runs on {settings.DATA_DIR} (process {owner}). "
                "Stop it first, or choose another folder with DATA_DIR."
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        return file

    def check_ready(self, bind, port):
        up_to_date, behind = health.migrations()
        if not up_to_date:
            raise CommandError(f"The database lacks {len(behind)} migrations; run `manage.py migrate` first.")
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((bind, port))
            except OSError as error:
                raise CommandError(
                    f"Cannot listen on {bind}:{port} ({error.strerror}). Choose another with --port, or make run PORT=…"
                ) from None

    def serve(self, bind, port):
        # Set even for Ctrl-C: a shell starts a background job with it ignored.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        configuration, environment = self.configure(), self.environment(bind, port)
        command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(configuration)]
        supervisor = None
        try:
            while True:
                began = time.monotonic()
                # A session of its own: Ctrl-C reaches only this process, which then ends the others in order.
                supervisor = subprocess.Popen(
                    command, env=environment, start_new_session=True, preexec_fn=die_with_parent
                )
                self.announce(supervisor, environment["BASE_URL"], port)
                supervisor.wait()
                if time.monotonic() - began < 10:
                    raise CommandError(f"The supervisor does not stay up; see {settings.DATA_DIR / 'log'}.")
                self.stdout.write("The supervisor ended; it starts again.")
                time.sleep(2)
        except KeyboardInterrupt:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            self.stdout.write("\nDewan stops …")
        finally:
            if supervisor and supervisor.poll() is None:
                supervisor.terminate()
                with suppress(subprocess.TimeoutExpired):
                    supervisor.wait(40)
                supervisor.kill()
        checkpoints.write()
        self.stdout.write("Dewan has stopped.")

    def configure(self):
        logs = settings.DATA_DIR / "log"
        logs.mkdir(exist_ok=True)
        words = {
            "code": settings.BASE_DIR,
            "data": settings.DATA_DIR,
            "logs": logs,
            "python": sys.executable,
            "user": getpass.getuser(),
        }
        words = {name: str(word).replace("%", "%%") for name, word in words.items()}
        text = SUPERVISOR.format(**words) + "".join(PROCESS.format(name=name, **words) for name in PROCESSES)
        path = settings.DATA_DIR / "supervisor.conf"
        path.write_text(text)
        return path

    def environment(self, bind, port):
        # The file broker moves a message through the temporary folder; a move within one disk is atomic.
        temporary = settings.DATA_DIR / "tmp"
        temporary.mkdir(exist_ok=True)
        followed = {"BASE_URL": os.environ.get("BASE_URL") or f"http://localhost:{port}", "TMPDIR": str(temporary)}
        return os.environ | followed | {"DATA_DIR": str(settings.DATA_DIR), "WEB_BIND": f"{bind}:{port}"}

    def announce(self, supervisor, address, port):
        """Say where Dewan is, as soon as it answers."""
        while supervisor.poll() is None and not self.answers(port):
            time.sleep(0.2)
        if supervisor.poll() is None:
            self.stdout.write(f"Dewan is at {address}\n{self.how_to_sign_in()}\nLogs: {settings.DATA_DIR / 'log'}")
            self.stdout.write("Ctrl-C stops it.")
            self.stdout.flush()

    def answers(self, port):
        with suppress(URLError, OSError), urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return answer.status == 200
        return False

    def how_to_sign_in(self):
        from people.models import Person

        if settings.DEMO:
            return "The sign-in page offers the people of the demo organisation by one click."
        if Person.objects.exists():
            return "Sign in with your e-mail address and password."
        return "Nobody can sign in yet: make the first administrator with `.venv/bin/python manage.py createsuperuser`."
