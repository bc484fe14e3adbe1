"""Alive and ready: /healthz asks nobody, /readyz tells the truth. PLT-9"""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from governance.sweeps import sweeps
from people.models import Role
from people.permissions import holds
from trail import health, heartbeat

# What an administrator calls the figures of /readyz.
WORDS = {
    "database": _("database"),
    "migrations": _("tables of the database"),
    "sweeps": _("regular work"),
    "outbox": _("outgoing mail"),
    "triggers": _("protection of the trail"),
    "checkpoint": _("checkpoints of the trail"),
}


@require_safe
@login_not_required
@never_cache
def alive(request):
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
@login_not_required
@never_cache
def ready(request):
    """200 when every figure is good, else 503; the figures say which is not."""
    figures = health.figures()
    is_ready = all(figure["ok"] for figure in figures.values())
    return JsonResponse({"ready": is_ready, "figures": figures}, status=200 if is_ready else 503)


@require_safe
@never_cache
def banner(request):
    """Tell an administrator on every page what is not ready; empty when all is well. PLT-9"""
    if not holds(request.user, (Role.ADMINISTRATOR,)):
        raise PermissionDenied
    bad = [WORDS.get(name, name) for name, figure in health.figures().items() if not figure["ok"]]
    return render(request, "parts/readiness.html", {"bad": bad})


def migrations():
    """Those in the code that the database has not seen."""
    behind = _in_the_code() - set(MigrationRecorder(connection).applied_migrations())
    return not behind, sorted(".".join(name) for name in behind)


def sweeping():
    """The sweep that is longest overdue, by its own interval, and the age of its last run in seconds."""
    late, name, age = max(_lateness(sweep) for sweep in sweeps())
    return late <= 0, {"sweep": name, "age": None if age == float("inf") else round(age, 1)}


def _lateness(sweep):
    age = heartbeat.age(sweep.name)
    age = float("inf") if age is None else age
    return age - max(health.STALE, 2 * sweep.every), sweep.name, age


@cache
def _in_the_code():
    return set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def register():
    health.register("migrations", migrations)
    health.register("sweeps", sweeping)
