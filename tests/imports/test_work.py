"""Imports go on by themselves, whatever dies, and write once. PLT-8, robust 2 and 4"""

import io
import threading
from datetime import timedelta

import pytest
from django.db import connection

from imports import actions, work
from imports.models import Import, ImportPart, ImportRow
from people.models import Organisation, Person
from trail import clock as the_clock
from trail.actions import SYSTEM

LINES = ["id,name", *(f"{number},Person {number}" for number in range(3500))]


@pytest.fixture
def job(organisation):
    """An import of 3,500 people by Sari, waiting to be checked."""
    return upload(LINES, by=organisation.sari)


def upload(lines, *, by, **more):
    body = ("\n".join(lines) + "\n").encode()
    return actions.take_in("people", lambda: io.BytesIO(body), "../../etc/people.csv", {}, by=by, **more)


def reread(job):
    return Import.objects.get(pk=job.pk)


@pytest.mark.django_db
def test_work_due_checks_and_then_applies(job, sari):
    """REG-10"""
    work.work_due()
    job = reread(job)
    assert (job.status, job.created, job.errors, job.read, job.leased_by) == ("checked", 3500, 0, 3500, None)
    assert Person.objects.filter(source="default").count() == 0
    actions.apply_import(job, by=sari)
    work.work_due()
    job = reread(job)
    assert (job.status, job.created, job.dropped) == ("applied", 3500, 0)
    assert Person.objects.filter(source="default").count() == 3500
    work.work_due()
    assert sari.notices.filter(kind="import_finished").count() == 1


@pytest.mark.django_db
def test_a_path_in_the_name_is_only_a_label(job):
    """`../` harms nothing: no file is ever called by it. Robust, bad input"""
    assert job.filename == "people.csv"
    assert actions.clean_name("..\\..\\boot\x00.ini\r\n") == "boot.ini"


@pytest.mark.django_db
def test_a_slice_ends_in_time_and_the_next_goes_on(job, monkeypatch):
    """Resumable slices. Robust 4"""
    monkeypatch.setattr(work, "SECONDS", 0)
    seen = []
    for _sweep in range(4):
        work.work_due()
        seen.append((reread(job).status, reread(job).read))
    assert seen == [("checking", 1000), ("checking", 2000), ("checking", 3000), ("checking", 3500)]
    work.work_due()
    assert reread(job).status == "checked"
    assert ImportRow.objects.filter(job=job).count() == 3500


@pytest.mark.django_db
def test_a_killed_worker_is_followed_by_another(job, clock, monkeypatch):
    """The lease of the dead ends after a minute; no row is lost or doubled. Robust, faults"""

    class Killed(BaseException):
        pass

    staged = work._stage

    def die_at_the_third(job, rows, lease):
        if job.read == 2000:
            raise Killed
        staged(job, rows, lease)

    now = the_clock.now()
    clock.set(now)
    lease = work.take(reread(job))
    with monkeypatch.context() as patched:
        patched.setattr(work, "_stage", die_at_the_third)
        with pytest.raises(Killed):
            work.check(reread(job), lease)
    assert (reread(job).read, reread(job).status) == (2000, "checking")
    work.work_due()
    assert reread(job).read == 2000, "the dead still holds it"
    clock.set(now + timedelta(seconds=61))
    work.work_due()
    assert (reread(job).status, reread(job).created) == ("checked", 3500)
    assert list(ImportRow.objects.filter(job=job).order_by("number").values_list("number", flat=True)) == [
        *range(2, 3502)
    ]


@pytest.mark.django_db
def test_duplicates_are_found_across_slices_and_workers(organisation, monkeypatch):
    """REG-10"""
    job = upload([*LINES, "7,Twin"], by=organisation.sari)
    monkeypatch.setattr(work, "SECONDS", 0)
    for _sweep in range(5):
        work.work_due()
    assert (reread(job).status, reread(job).errors) == ("checked", 1)
    assert ImportRow.objects.get(job=job, verdict="error").errors == [["external_id", "stands in row 9 already"]]


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_do_it_once(organisation):
    """Robust 2"""
    job = upload(LINES, by=organisation.sari)
    work.work_due()
    actions.apply_import(reread(job), by=organisation.sari)
    start = threading.Barrier(3)

    def run():
        start.wait()
        try:
            work.work_due()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert reread(job).status == "applied"
    assert Person.objects.filter(source="default").count() == 3500


@pytest.mark.django_db
def test_what_changed_meanwhile_is_seen_before_writing(organisation, sari):
    """A checked file is checked once more when it is applied. REG-10"""
    from people.actions import add_person

    job = upload(["id,name,email", "1,Ani,ani@x.example"], by=sari)
    work.work_due()
    other = add_person(
        name="Ana", email="ani@x.example", unit=organisation.root, by=SYSTEM, external_id="9", source="default"
    )
    actions.apply_import(reread(job), by=sari)
    work.work_due()
    job = reread(job)
    assert (job.status, job.errors) == ("checked", 1)
    assert ImportRow.objects.get(job=job).errors == [["email", f"belongs to {other.name} already"]]


@pytest.mark.django_db
def test_the_guard_stops_and_a_named_number_lets_it_pass(organisation, sari):
    """flows 1"""
    upload(LINES[:36], by=sari)
    work.work_due()
    actions.apply_import(Import.objects.get(), by=sari)
    work.work_due()
    job = upload(LINES[:11], by=sari)
    work.work_due()
    job = reread(job)
    assert (job.status, job.covered, job.dropped) == ("stopped", 35, 25)
    for wrong in (None, 0, 24):
        with pytest.raises(actions.Refused):
            actions.apply_import(job, accept_drop=wrong, by=sari)
    assert sari.notices.filter(kind="import_stopped").count() == 1
    actions.apply_import(job, accept_drop=25, by=sari)
    work.work_due()
    assert reread(job).status == "applied"
    assert Person.objects.filter(source="default", status="left").count() == 25


@pytest.mark.django_db
def test_who_loses_the_right_meanwhile_writes_nothing(job, organisation, sari):
    """PLT-4"""
    from people.actions import grant_role
    from people.models import RoleGrant, UnitRole

    work.work_due()
    actions.apply_import(reread(job), by=sari)
    grant_role(organisation.dewi, organisation.root, "administrator", by=sari, reason="Takes over")
    UnitRole.objects.filter(user=sari).delete()
    RoleGrant.objects.filter(person=sari).update(ended_at=the_clock.now())
    work.work_due()
    job = reread(job)
    assert job.status in ("failed", "checked")
    assert Person.objects.filter(source="default").count() == 0


@pytest.mark.django_db
def test_our_own_mistake_fails_once_and_says_so(job, monkeypatch, caplog):
    """It does not come back every two seconds. Robust"""
    from imports.people.kind import PeopleKind

    monkeypatch.setattr(PeopleKind, "check", lambda self, rows, context: 1 / 0)
    work.work_due()
    assert (reread(job).status, Person.objects.filter(source="default").count()) == ("failed", 0)
    assert "cannot go on" in caplog.text
    work.work_due()


@pytest.mark.django_db
def test_clean_up_forgets_rows_and_files(job, sari, clock):
    """Personal data stay no longer than needed. AUD-6"""
    work.work_due()
    work.clean_up()
    assert ImportRow.objects.count() == 3500
    clock.set(the_clock.now() + timedelta(days=31))
    work.clean_up()
    assert (reread(job).status, ImportRow.objects.count(), ImportPart.objects.count()) == ("cancelled", 0, 0)


@pytest.mark.django_db
def test_errors_speak_the_language_of_the_importer(organisation, sari):
    """PLT-1"""
    Person.objects.filter(pk=sari.pk).update(language="en")
    job = upload(["id,name", "1,"], by=Person.objects.get(pk=sari.pk))
    work.work_due()
    assert ImportRow.objects.get(job=job).errors == [["name", "is empty"]]


@pytest.mark.django_db
def test_an_idle_sweep_is_one_query(organisation, clock, django_assert_num_queries):
    """Speed"""
    clock.set(the_clock.now())
    with django_assert_num_queries(1):
        work.work_due()


@pytest.mark.django_db
def test_the_guard_obeys_the_organisation(organisation, sari):
    """sync_guard_percent is a setting. flows 1"""
    lines = ["id,name", *(f"{number},P{number}" for number in range(10))]
    for count, percent, status in ((11, 10, "checked"), (9, 10, "stopped"), (9, 20, "checked")):
        Organisation.objects.update_or_create(pk=1, defaults={"sync_guard_percent": percent})
        job = upload(lines[:count], by=sari)
        work.work_due()
        assert reread(job).status == status
        if count == 11:
            actions.apply_import(reread(job), by=sari)
            work.work_due()
