"""Second factors: set up, asked for, removed, reset; codes taken once. PLT-3"""

import base64
import threading
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from notices.models import Notice
from people import actions, codes, lockout
from people.models import Factor, FactorKind, RecoveryCode, Role
from people.tasks import answer_resets, forget_attempts
from tests.cast import PASSWORD, found_nusantara
from tests.people.doorway import SECRET, code, give_password, is_in, second_step, secret_on, with_app
from tests.people.test_password import links
from trail.actions import SYSTEM
from trail.errors import Refused
from trail.models import Entry


def told(person):
    """What the person was told of their sign-in, the oldest first."""
    notices = Notice.objects.filter(person=person, kind__in=("sign_in_changed", "new_device")).order_by("pk")
    return [notice.params.get("what", "new_device") for notice in notices]


def test_without_a_factor_the_password_is_enough(ready, client):
    """PLT-3"""
    assert give_password(client, ready)["Location"] == "/"
    assert is_in(client)


def test_password_then_code(ready, client):
    """Between the two nobody is signed in. PLT-3"""
    with_app(ready)
    assert give_password(client, ready)["Location"] == reverse("people:second_step")
    assert "_auth_user_id" not in client.session
    assert not is_in(client)
    assert second_step(client, code())["Location"] == "/"
    assert is_in(client)


def test_second_step_leads_to_where_one_wanted(ready, client):
    with_app(ready)
    fields = {"email": ready.email, "password": PASSWORD, "next": "/units/"}
    client.post(reverse("people:sign_in"), fields)
    assert second_step(client, code())["Location"] == "/units/"


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_second_step_never_leads_elsewhere(ready, client, next_page):
    """PLT-3"""
    with_app(ready)
    client.post(reverse("people:sign_in"), {"email": ready.email, "password": PASSWORD, "next": next_page})
    assert second_step(client, code())["Location"] == "/"


def test_second_step_without_a_password_is_nothing(ready, client):
    """PLT-3"""
    with_app(ready)
    assert client.get(reverse("people:second_step"))["Location"] == reverse("people:sign_in")
    assert second_step(client, code())["Location"] == reverse("people:sign_in")
    assert not is_in(client)


def test_second_step_waits_ten_minutes_and_no_longer_than_the_password(ready, client, clock):
    """PLT-3"""
    with_app(ready)
    give_password(client, ready)
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert second_step(client, code())["Location"] == reverse("people:sign_in")
    give_password(client, ready)
    actions.change_password(ready, "gado-gado-enak", by=ready)
    assert second_step(client, code())["Location"] == reverse("people:sign_in")


def test_second_step_of_who_has_left_meanwhile(organisation, sari, nia, with_password, client):
    """PLT-3"""
    with_password(nia)
    with_app(nia)
    give_password(client, nia)
    actions.mark_left(nia, by=sari)
    assert second_step(client, code())["Location"] == reverse("people:sign_in")


def test_session_is_new_after_each_step(ready, client):
    """Nobody keeps a session they planted. PLT-3"""
    with_app(ready)
    client.get(reverse("people:sign_in"))
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["dewan_session"] = planted = session.session_key
    give_password(client, ready)
    half = client.session.session_key
    second_step(client, code())
    assert len({planted, half, client.session.session_key}) == 3


def test_a_new_password_by_mail_does_not_pass_the_second_factor(ready, client):
    """PLT-3"""
    with_app(ready)
    actions.ask_reset(ready.email, by=SYSTEM)
    answer_resets()
    form = client.get(links()[0], follow=True).redirect_chain[-1][0]
    answer = client.post(form, {"new_password1": "gado-gado-enak", "new_password2": "gado-gado-enak"})
    assert answer["Location"] == reverse("people:second_step")
    assert not is_in(client)


def test_a_code_works_once(ready, client, clock):
    """Also the one before it does not work any more. PLT-3"""
    clock.set(clock.now())
    with_app(ready)
    now = code()
    give_password(client, ready)
    assert second_step(client, now).status_code == 302
    other = Client()
    give_password(other, ready)
    assert second_step(other, now).status_code == 400
    assert second_step(other, code(later=-1)).status_code == 400
    assert second_step(other, code(later=1)).status_code == 302


@pytest.mark.django_db(transaction=True)
def test_twenty_times_the_same_code_is_once():
    """PLT-3"""
    sari = found_nusantara(by=SYSTEM).sari
    made = with_app(sari)
    answers = {"app": [], "recovery": []}
    gate, now = threading.Barrier(20), code()

    def attempt(number):
        gate.wait()
        try:
            if number % 2:
                answers["app"].append(actions.use_app(sari, now))
            else:
                answers["recovery"].append(actions.use_recovery_code(sari, made[0], by=sari))
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers["app"]) == [False] * 9 + [True]
    assert [left for left in answers["recovery"] if left is not None] == [9]


def test_recovery_code_works_once_and_is_told(ready, client):
    """PLT-3"""
    made = with_app(ready)
    give_password(client, ready)
    assert second_step(client, made[3].upper().replace("-", " "), way="recovery").status_code == 302
    assert is_in(client)
    other = Client()
    give_password(other, ready)
    assert second_step(other, made[3], way="recovery").status_code == 400
    assert told(ready) == ["add_app", "use_recovery_code"]


def test_six_wrong_codes_rest_while_other_ways_stay_open(ready, client, clock):
    """A guesser with the password cannot lock the person out: recovery codes and passkeys go on. PLT-3"""
    start = clock.now()
    clock.set(start)
    made = with_app(ready)
    give_password(client, ready)
    for _guess in range(6):
        assert "not the code" in second_step(client, "000000").content.decode()
    assert "Too many wrong codes" in second_step(client, code()).content.decode()
    assert told(ready)[-1] == "guess_factor"
    assert told(ready).count("guess_factor") == 1
    assert second_step(client, made[0], way="recovery").status_code == 302
    clock.set(start + timedelta(minutes=15))
    give_password(other := Client(), ready)
    assert second_step(other, code()).status_code == 302


def test_guesses_from_everywhere_rest_for_an_hour(ready, clock):
    """PLT-3"""
    start = clock.now()
    clock.set(start)
    with_app(ready)
    guesses = 0
    for network in range(6):
        client, address = Client(), f"10.0.{network}.1"
        give_password(client, ready, REMOTE_ADDR=address)
        for _guess in range(5):
            guesses += "not the code" in second_step(client, "000000", REMOTE_ADDR=address).content.decode()
    assert guesses == 20
    clock.set(start + timedelta(minutes=30))
    forget_attempts()
    assert AccessAttempt.objects.filter(ip_address=lockout.ANYWHERE).count() == 1
    clock.set(start + timedelta(minutes=61))
    give_password(client := Client(), ready)
    assert second_step(client, code()).status_code == 302


def test_a_right_code_wipes_the_count(ready, client):
    """PLT-3"""
    with_app(ready)
    give_password(client, ready)
    for _guess in range(5):
        second_step(client, "000000")
    second_step(client, code())
    assert AccessAttempt.objects.filter(username=f"factor:{ready.pk}", failures_since_start__gt=0).count() == 0


# Set up


def test_set_up_an_app_on_its_page(ready, client):
    """The secret is shown with its picture; a right code ties it, the codes are shown this once. PLT-3"""
    client.force_login(ready)
    page = client.get(reverse("people:add_app")).content.decode()
    assert '<svg viewBox="' in page
    secret = secret_on(page)
    assert secret_on(client.get(reverse("people:add_app")).content.decode()) == secret
    wrong = client.post(reverse("people:add_app"), {"code": "000000"})
    assert (wrong.status_code, Factor.objects.count()) == (400, 0)
    shown = client.post(reverse("people:add_app"), {"code": code(secret=secret)}).content.decode()
    factor = Factor.objects.get()
    assert (factor.person, factor.kind, factor.secret != "") == (ready, FactorKind.APP, True)
    made = RecoveryCode.objects.filter(person=ready)
    assert made.count() == 10
    assert shown.count("<li><code>") == 10
    again = client.get(reverse("people:security")).content.decode()
    assert "<li><code>" not in again
    assert "10 of 10 are left" in again


def test_no_secret_stands_in_the_database(ready, client):
    """Neither the app's secret, nor while it is set up, nor a recovery code. PLT-3"""
    client.force_login(ready)
    secret = secret_on(client.get(reverse("people:add_app")).content.decode())
    made = actions.add_app(ready, secret, code(secret=secret), by=ready)
    client.get(reverse("people:add_app"))
    dump = ""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            dump += repr([[bytes(v) if isinstance(v, memoryview) else v for v in row] for row in cursor.fetchall()])
    sessions = repr([dict(client.session.items())])
    forms = [base64.b32encode(secret).decode(), secret.hex(), base64.b64encode(secret).decode(), repr(secret)[2:-1]]
    forms += [form for one in made for form in (one, one.replace("-", ""))]
    assert [form for form in forms if form in dump or form in sessions] == []


def test_another_app_takes_the_place_of_the_first(ready):
    """PLT-3"""
    with_app(ready)
    other = b"09876543210987654321"
    assert actions.add_app(ready, other, code(secret=other), by=ready) == []
    assert Factor.objects.filter(person=ready).count() == 1
    assert not actions.use_app(ready, code())
    assert told(ready) == ["add_app", "replace_app"]


def test_only_oneself_sets_up_and_removes(ready, nia):
    """PLT-3"""
    with pytest.raises(PermissionDenied):
        actions.add_app(nia, SECRET, code(), by=ready)
    with_app(nia)
    for refused in (
        lambda: actions.remove_factor(nia.factors.get(), by=ready),
        lambda: actions.rename_factor(nia.factors.get(), "Mine", by=ready),
        lambda: actions.make_recovery_codes(nia, by=ready),
        lambda: actions.use_recovery_code(nia, "x", by=ready),
        lambda: actions.add_app(nia, SECRET, code(), by=SYSTEM),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_remove_the_last_factor_ends_codes_and_other_sessions(ready, client):
    """PLT-3"""
    with_app(ready)
    other = Client()
    other.force_login(ready)
    client.force_login(ready)
    factor = Factor.objects.get()
    assert client.get(reverse("people:remove_factor", args=[factor.pk])).status_code == 200
    assert Factor.objects.count() == 1
    assert client.post(reverse("people:remove_factor", args=[factor.pk])).status_code == 302
    assert (Factor.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    assert (is_in(client), is_in(other)) == (True, False)
    assert told(ready) == ["add_app", "remove_factor"]
    assert client.post(reverse("people:remove_factor", args=[factor.pk])).status_code == 404


def test_new_recovery_codes_end_the_old(ready, client):
    """PLT-3"""
    made = with_app(ready)
    client.force_login(ready)
    assert "<li><code>" not in client.get(reverse("people:make_recovery_codes")).content.decode()
    assert client.post(reverse("people:make_recovery_codes")).content.decode().count("<li><code>") == 10
    assert RecoveryCode.objects.filter(person=ready).count() == 10
    assert actions.use_recovery_code(ready, made[0], by=ready) is None


def test_a_code_of_somebody_else_opens_nothing(ready, nia):
    """PLT-3"""
    made = with_app(nia)
    with_app(ready)
    assert actions.use_recovery_code(ready, made[0], by=ready) is None


# Reset


def test_reset_by_an_administrator(ready, nia, with_password, client):
    """The wrong person first; then with a reason, told to the person, who is out. PLT-3"""
    with_password(nia)
    with_app(nia)
    hers = Client()
    hers.force_login(nia)
    with pytest.raises(PermissionDenied):
        actions.reset_factors(nia, by=nia, reason="Lost")
    with pytest.raises(ValidationError):
        actions.reset_factors(nia, by=ready, reason="  ")
    client.force_login(ready)
    page = reverse("people:reset_factors", args=[nia.pk])
    assert client.post(page, {"reason": "Called her back on her desk phone"}).status_code == 302
    assert (nia.factors.count(), nia.recovery_codes.count(), is_in(hers)) == (0, 0, False)
    assert told(nia) == ["add_app", "reset_factors"]
    assert give_password(Client(), nia)["Location"] == "/"
    with pytest.raises(Refused):
        actions.reset_factors(nia, by=ready, reason="Again")


def test_nobody_resets_their_own(ready, second):
    """PLT-3"""
    with_app(ready)
    with pytest.raises(PermissionDenied):
        actions.reset_factors(ready, by=ready, reason="Lost")


def test_reset_of_who_administers_more_is_refused(organisation, sari, rudi, nia):
    """An administrator of Pangan does not get at an administrator of the group who stands in Pangan. PLT-3"""
    actions.grant_role(rudi, organisation.pangan, Role.ADMINISTRATOR, by=sari, reason="Runs Pangan")
    actions.grant_role(nia, organisation.root, Role.ADMINISTRATOR, by=sari, reason="Helps")
    with_app(nia)
    with pytest.raises(PermissionDenied):
        actions.reset_factors(nia, by=rudi, reason="Lost")


def test_reset_on_the_server(ready, capsys):
    """For the only administrator who is locked out. PLT-3"""
    with pytest.raises(CommandError):
        call_command("reset_second_factor", "nobody@nusantara.example")
    with pytest.raises(CommandError):
        call_command("reset_second_factor", ready.email)
    with_app(ready)
    call_command("reset_second_factor", "SARI@nusantara.example", reason="Phone fell into the sea")
    assert ready.factors.count() == 0
    assert Entry.objects.order_by("-seq").first().verb == "reset_factors"


# What the database holds


def raw(**fields):
    now = actions.factor.clock.now()
    return Factor.objects.bulk_create([Factor(added_at=now, name="x", **fields)])


def test_the_database_keeps_factors_whole(ready, nia):
    """Written around the actions. PLT-3"""
    with_app(ready)
    refused = [
        {"person": ready, "kind": "app", "secret": "s", "last_step": 1},  # a second app
        {"person": nia, "kind": "app", "secret": "", "last_step": 1},
        {"person": nia, "kind": "app", "secret": "s", "last_step": None},
        {"person": nia, "kind": "passkey", "credential": ""},
        {"person": nia, "kind": "passkey", "credential": "c", "secret": "s"},
        {"person": nia, "kind": "letter", "credential": "c"},
    ]
    for fields in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            raw(**fields)
    raw(person=nia, kind="passkey", credential="c")
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(person=ready, kind="passkey", credential="c")
    kept = RecoveryCode.objects.filter(person=ready).first()
    with pytest.raises(IntegrityError), transaction.atomic():
        RecoveryCode.objects.bulk_create([RecoveryCode(person=ready, digest=kept.digest, made_at=kept.made_at)])


def test_trail_tells_of_every_change(ready, client):
    """AUD-1 PLT-3"""
    made = with_app(ready)
    actions.use_recovery_code(ready, made[0], by=ready)
    actions.make_recovery_codes(ready, by=ready)
    actions.remove_factor(Factor.objects.get(), by=ready)
    verbs = list(Entry.objects.order_by("seq").values_list("verb", flat=True))[-5:]
    assert verbs == ["add_app", "make_recovery_codes", "use_recovery_code", "make_recovery_codes", "remove_factor"]
    client.force_login(ready)
    page = client.get(reverse("people:person_detail", args=[ready.pk])).content.decode()
    assert "used a recovery code; <b>9</b> are left" in page
    assert codes.spelled(SECRET) not in page
