"""What the database itself holds of access grants, on both engines. REG-5 ORG-2

What a grant says is never changed and it is never deleted; its end is written once and removal, once ordered, stays
ordered. Two periods of the same access never overlap (on PostgreSQL a constraint, migration `reviews_of_access`).
"""

from trail.triggers import Trigger, declare, never_emptied

GRANT = "accounts_accessgrant"
FIXED = (
    *("id", "account_id", "person_id", "platform_role", "is_admin", "route", "via", "reason"),
    *("granted_by_id", "from_at"),
)
KEPT = "an access grant only ends, and never says something else"
OVERLAP = "periods of the same access never overlap"
OUTSIDE = "access of people from outside ends with their contract at the latest"


def _rewritten(differs):
    fixed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in FIXED)
    ordered = f"OLD.removal_ordered_at IS NOT NULL AND NEW.removal_ordered_at {differs} OLD.removal_ordered_at"
    return f"OLD.until_at IS NOT NULL OR {fixed} OR ({ordered})"


ENDLESS = """NEW.until_at IS NULL AND EXISTS (SELECT 1 FROM people_person p WHERE p.id = NEW.person_id
        AND p.kind <> 'employee' AND (NEW.expires_on IS NULL OR NEW.expires_on > p.contract_ends_on))"""
OVERLAPS = f"""EXISTS (SELECT 1 FROM {GRANT} g WHERE g.account_id = NEW.account_id AND g.person_id = NEW.person_id
        AND g.platform_role = NEW.platform_role AND g.route = NEW.route AND g.via = NEW.via
        AND (NEW.until_at IS NULL OR NEW.until_at > NEW.from_at) AND (g.until_at IS NULL OR g.until_at > g.from_at)
        AND (g.until_at IS NULL OR g.until_at > NEW.from_at) AND (NEW.until_at IS NULL OR g.from_at < NEW.until_at))"""

declare(
    Trigger(
        "access_is_kept",
        GRANT,
        postgres=(
            f"BEFORE UPDATE OR DELETE ON {GRANT} FOR EACH ROW",
            f"""BEGIN
IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '{KEPT}' USING ERRCODE = '23000';
END IF;
IF {_rewritten("IS DISTINCT FROM")} THEN
    RAISE EXCEPTION '{KEPT}' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=(
            f"BEFORE UPDATE ON {GRANT} WHEN {_rewritten('IS NOT')} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
            f"BEFORE DELETE ON {GRANT} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
            f"BEFORE INSERT ON {GRANT} WHEN {OVERLAPS} BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END",
        ),
    ),
    Trigger(
        "access_from_outside_ends",
        GRANT,
        postgres=(
            f"BEFORE INSERT OR UPDATE ON {GRANT} FOR EACH ROW",
            f"""BEGIN
IF TG_OP = 'UPDATE' THEN
    IF NEW.expires_on IS NOT DISTINCT FROM OLD.expires_on THEN
        RETURN NEW;
    END IF;
END IF;
IF {ENDLESS} THEN
    RAISE EXCEPTION '{OUTSIDE}' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=(
            f"BEFORE INSERT ON {GRANT} WHEN {ENDLESS} BEGIN SELECT RAISE(ABORT, '{OUTSIDE}'); END",
            f"BEFORE UPDATE ON {GRANT} WHEN NEW.expires_on IS NOT OLD.expires_on AND {ENDLESS}"
            f" BEGIN SELECT RAISE(ABORT, '{OUTSIDE}'); END",
        ),
    ),
    never_emptied(GRANT),
)
