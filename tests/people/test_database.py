"""What the database itself refuses, tried by writes that go around the models. ORG-1 ORG-2 ORG-7"""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from people.models import RoleGrant


def refused(sql, *values):
    with pytest.raises(IntegrityError), transaction.atomic():
        done(sql, *values)


def done(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_one_root(organisation, energi):
    """ORG-1"""
    refused("UPDATE people_unit SET is_root = true, parent_id = NULL WHERE id = %s", energi.pk)
    refused("UPDATE people_unit SET parent_id = NULL WHERE id = %s", energi.pk)
    refused("UPDATE people_unit SET parent_id = id WHERE id = %s", energi.pk)


def test_root_keeps_its_head_and_its_place(organisation, root, dewi):
    """ORG-1"""
    refused("UPDATE people_unit SET head_id = NULL WHERE id = %s", root.pk)
    refused(
        "UPDATE people_person SET status = 'left', is_active = false, left_at = %s WHERE id = %s",
        "2026-01-01 00:00:00+00:00",
        dewi.pk,
    )
    refused("DELETE FROM people_unit WHERE id = %s", root.pk)


def test_heads_are_active_employees(organisation, pangan, agency, gone):
    """ORG-1"""
    for person in (agency, gone):
        refused("UPDATE people_unit SET head_id = %s WHERE id = %s", person.pk, pangan.pk)


def test_closure_has_no_knot_and_no_twin(organisation, pangan, energi):
    """ORG-1"""
    insert = "INSERT INTO people_unitlink (ancestor_id, descendant_id, depth) VALUES (%s, %s, %s)"
    refused(insert, pangan.pk, pangan.pk, 1)
    refused(insert, pangan.pk, energi.pk, 0)
    refused(insert, pangan.pk, pangan.pk, 0)


def test_memberships_do_not_overlap(organisation, nia, energi, today):
    """ORG-2"""
    insert = "INSERT INTO people_membership (person_id, unit_id, from_on, until_on) VALUES (%s, %s, %s, %s)"
    refused(insert, nia.pk, energi.pk, today, None)
    refused(insert, nia.pk, energi.pk, today - timedelta(days=9), today)
    refused(insert, nia.pk, energi.pk, today, today - timedelta(days=1))
    done(insert, nia.pk, energi.pk, today - timedelta(days=9), today - timedelta(days=1))
    refused("UPDATE people_membership SET from_on = %s WHERE person_id = %s", today - timedelta(days=2), nia.pk)


def test_e_mails_are_lower_case_and_once(organisation, nia, budi):
    """ORG-3"""
    refused("UPDATE people_person SET email = %s WHERE id = %s", "NIA@nusantara.example", nia.pk)
    refused("UPDATE people_person SET email = %s WHERE id = %s", budi.email, nia.pk)
    refused("UPDATE people_person SET email = '' WHERE id = %s", nia.pk)
    done("UPDATE people_person SET email = NULL WHERE id IN (%s, %s)", nia.pk, budi.pk)


def test_status_and_its_dates_belong_together(organisation, nia, budi):
    """ORG-2"""
    refused("UPDATE people_person SET status = 'left' WHERE id = %s", nia.pk)
    refused("UPDATE people_person SET status = 'left', left_at = leaving_on WHERE id = %s", budi.pk)
    refused("UPDATE people_person SET status = 'leaving' WHERE id = %s", nia.pk)
    refused("UPDATE people_person SET leaving_on = NULL WHERE id = %s", budi.pk)
    refused("UPDATE people_person SET status = 'active' WHERE id = %s", budi.pk)


def test_people_from_outside_have_sponsor_employer_and_end(organisation, nia, agency):
    """ORG-2"""
    refused("UPDATE people_person SET kind = 'agency' WHERE id = %s", nia.pk)
    for column in (
        "sponsor_id = NULL",
        "employer = ''",
        "contract_ends_on = NULL",
        "kind = 'employee'",
        "sponsor_id = id",
    ):
        refused(f"UPDATE people_person SET {column} WHERE id = %s", agency.pk)


def test_nobody_leads_themselves(organisation, nia):
    """ORG-2"""
    refused("UPDATE people_person SET line_manager_id = id WHERE id = %s", nia.pk)


def test_role_grants_are_kept_and_never_ones_own(organisation, sari, nia):
    """ORG-7"""
    grant = RoleGrant.objects.get(person=nia)
    refused("UPDATE people_rolegrant SET role = 'administrator' WHERE id = %s", grant.pk)
    refused("UPDATE people_rolegrant SET ended_by_id = person_id WHERE id = %s", grant.pk)
    refused("DELETE FROM people_rolegrant WHERE id = %s", grant.pk)
    refused(
        "INSERT INTO people_rolegrant (person_id, unit_id, role, reason, granted_by_id, granted_at, end_reason)"
        " VALUES (%s, %s, 'auditor', 'x', %s, '2026-01-01 00:00:00+00:00', '')",
        *(nia.pk, organisation.root.pk, nia.pk),
    )


def test_one_organisation(organisation):
    refused(
        "INSERT INTO people_organisation (id, email_domains, language, time_zone, sync_guard_percent,"
        " retire_notice_days, verify_after_days, demo, version) VALUES (2, '[]', 'id', 'UTC', 10, 28, 365, false, 1)"
    )
