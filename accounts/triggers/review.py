"""What the database itself holds of reviews, on both engines. REG-5

An item names the person whose access it is, so that a constraint refuses whoever reviews their own; an outcome is
written once; what a review asked, and of whom, is kept.
"""

from trail.triggers import Trigger, declare, never_emptied

REVIEW, ITEM = "accounts_accessreview", "accounts_reviewitem"
ITEM_FIXED = ("id", "review_id", "grant_id", "role_grant_id", "holder_id", "unit_id")
REVIEW_FIXED = (
    *("id", "subject", "unit_id", "platform_id", "route", "is_admin_only", "silence", "due_on"),
    *("opened_by_id", "opened_at", "plan_id"),
)
WHOSE = "an item names the person whose access it is"
ITEM_KEPT = "an item of a review is decided once and kept"
REVIEW_KEPT = "a review is kept as it was opened"

STRANGE = """NEW.holder_id <> COALESCE(
        (SELECT g.person_id FROM accounts_accessgrant g WHERE g.id = NEW.grant_id),
        (SELECT r.person_id FROM people_rolegrant r WHERE r.id = NEW.role_grant_id))"""


def _rewritten(columns, open_states, differs):
    fixed = " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in columns)
    return f"OLD.status NOT IN ({open_states}) OR {fixed}"


def _kept(name, table, columns, open_states, message):
    return Trigger(
        name,
        table,
        postgres=(
            f"BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW",
            f"""BEGIN
IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '{message}' USING ERRCODE = '23000';
END IF;
IF {_rewritten(columns, open_states, "IS DISTINCT FROM")} THEN
    RAISE EXCEPTION '{message}' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=(
            f"BEFORE UPDATE ON {table} WHEN {_rewritten(columns, open_states, 'IS NOT')}"
            f" BEGIN SELECT RAISE(ABORT, '{message}'); END",
            f"BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END",
        ),
    )


declare(
    Trigger(
        "review_item_names_the_holder",
        ITEM,
        postgres=(
            f"BEFORE INSERT ON {ITEM} FOR EACH ROW",
            f"""BEGIN
IF {STRANGE} THEN
    RAISE EXCEPTION '{WHOSE}' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=f"BEFORE INSERT ON {ITEM} WHEN {STRANGE} BEGIN SELECT RAISE(ABORT, '{WHOSE}'); END",
    ),
    _kept("review_item_is_kept", ITEM, ITEM_FIXED, "'pending', 'escalated'", ITEM_KEPT),
    _kept("review_is_kept", REVIEW, REVIEW_FIXED, "'open'", REVIEW_KEPT),
    never_emptied(ITEM),
    never_emptied(REVIEW),
)
