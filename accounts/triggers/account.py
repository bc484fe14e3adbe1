"""What the database itself holds of the register, on both engines. REG-2

Whoever changes the owner, backup owner or custodian of an account, by whatever way, ends the old period and
begins the new one at the same instant; a period cannot be ended, moved, added over another or deleted behind
the account's back. `<part>_since` is the instant of the last change and moves forward with it, and only with it.
"""

from trail.triggers import Trigger, append_only, declare, never_emptied

PARTS = ("owner", "backup", "custodian")
ACCOUNT, TENURE = "accounts_account", "accounts_tenure"
REQUEST = "accounts_accountrequest"
PERIOD = "account_id, part, person_id, from_at, until_at, is_interim"


def _is_interim(part, no):
    return "NEW.owner_is_interim" if part == "owner" else no


def _moves(part, differs):
    return f"NEW.{part}_id {differs} OLD.{part}_id"


def _pg_write(part):
    changed = _moves(part, "IS DISTINCT FROM")
    return f"""
IF TG_OP = 'UPDATE' THEN
    IF {changed} AND (NEW.{part}_since IS NULL OR NEW.{part}_since <= OLD.{part}_since)
        OR NOT ({changed}) AND NEW.{part}_since IS DISTINCT FROM OLD.{part}_since THEN
        RAISE EXCEPTION '{part}_since moves forward with {part}, and only with it' USING ERRCODE = '23000';
    END IF;
    IF {changed} THEN
        UPDATE {TENURE} SET until_at = NEW.{part}_since
            WHERE account_id = NEW.id AND part = '{part}' AND until_at IS NULL;
    END IF;
END IF;
IF NEW.{part}_id IS NOT NULL AND (TG_OP = 'INSERT' OR {changed}) THEN
    INSERT INTO {TENURE} ({PERIOD})
        VALUES (NEW.id, '{part}', NEW.{part}_id, NEW.{part}_since, NULL, {_is_interim(part, "false")});
END IF;"""


def _lite_insert(part):
    return f"""    INSERT INTO {TENURE} ({PERIOD})
        SELECT NEW.id, '{part}', NEW.{part}_id, NEW.{part}_since, NULL, {_is_interim(part, "0")}
        WHERE NEW.{part}_id IS NOT NULL;"""


def _lite_update(part):
    return f"""AFTER UPDATE ON {ACCOUNT} WHEN {_moves(part, "IS NOT")} BEGIN
    SELECT RAISE(ABORT, '{part}_since moves forward with {part}, and only with it')
        WHERE NEW.{part}_since IS NULL OR NEW.{part}_since <= OLD.{part}_since;
    UPDATE {TENURE} SET until_at = NEW.{part}_since
        WHERE account_id = NEW.id AND part = '{part}' AND until_at IS NULL;
{_lite_insert(part)}
END"""


def _lite_still(part):
    return f"""BEFORE UPDATE ON {ACCOUNT}
    WHEN NOT ({_moves(part, "IS NOT")}) AND NEW.{part}_since IS NOT OLD.{part}_since
    BEGIN SELECT RAISE(ABORT, '{part}_since moves forward with {part}, and only with it'); END"""


def _stands(row, same):
    """SQL: the account says that this very period is the present one."""
    each = " OR ".join(
        f"{row}.part = '{part}' AND a.{part}_id = {row}.person_id AND a.{part}_since {same} {row}.from_at"
        for part in PARTS
    )
    return f"EXISTS (SELECT 1 FROM {ACCOUNT} a WHERE a.id = {row}.account_id AND ({each}))"


def _overlaps():
    return f"""EXISTS (SELECT 1 FROM {TENURE} t WHERE t.account_id = NEW.account_id AND t.part = NEW.part
        AND (t.until_at IS NULL OR t.until_at > NEW.from_at)
        AND (NEW.until_at IS NULL OR t.from_at < NEW.until_at))"""


def _rewritten(differs):
    fixed = ("id", "account_id", "part", "person_id", "from_at", "is_interim")
    return " OR ".join(f"NEW.{column} {differs} OLD.{column}" for column in fixed)


UNTRUE = "a present period is what the account says"
OVERLAP = "periods of one part never overlap"
SETTLED = "a request is kept, and a settled one as it is"
KEPT = "a period only ends, when the account says so"

declare(
    Trigger(
        "account_writes_tenure",
        ACCOUNT,
        postgres=(
            f"AFTER INSERT OR UPDATE ON {ACCOUNT} FOR EACH ROW",
            "BEGIN" + "".join(map(_pg_write, PARTS)) + "\nRETURN NULL;\nEND;",
        ),
        sqlite=(
            f"AFTER INSERT ON {ACCOUNT} BEGIN\n" + "\n".join(map(_lite_insert, PARTS)) + "\nEND",
            *map(_lite_update, PARTS),
            *map(_lite_still, PARTS),
        ),
    ),
    Trigger(
        "account_is_kept",
        ACCOUNT,
        postgres=(
            f"BEFORE DELETE ON {ACCOUNT} FOR EACH ROW",
            "BEGIN RAISE EXCEPTION 'an account is retired, never deleted' USING ERRCODE = '23000'; END;",
        ),
        sqlite=f"BEFORE DELETE ON {ACCOUNT} BEGIN SELECT RAISE(ABORT, 'an account is retired, never deleted'); END",
    ),
    Trigger(
        "tenure_tells_the_truth",
        TENURE,
        postgres=(
            f"BEFORE INSERT OR UPDATE OR DELETE ON {TENURE} FOR EACH ROW",
            f"""BEGIN
IF TG_OP = 'INSERT' THEN
    IF NEW.until_at IS NULL AND NOT {_stands("NEW", "=")} THEN
        RAISE EXCEPTION '{UNTRUE}' USING ERRCODE = '23000';
    END IF;
    RETURN NEW;
END IF;
IF TG_OP = 'DELETE' THEN
    RAISE EXCEPTION '{KEPT}' USING ERRCODE = '23000';
END IF;
IF OLD.until_at IS NOT NULL OR NEW.until_at IS NULL OR {_rewritten("IS DISTINCT FROM")}
    OR {_stands("OLD", "=")} THEN
    RAISE EXCEPTION '{KEPT}' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=(
            f"BEFORE INSERT ON {TENURE} WHEN NEW.until_at IS NULL AND NOT {_stands('NEW', '=')}"
            f" BEGIN SELECT RAISE(ABORT, '{UNTRUE}'); END",
            f"BEFORE INSERT ON {TENURE} WHEN {_overlaps()} BEGIN SELECT RAISE(ABORT, '{OVERLAP}'); END",
            f"BEFORE UPDATE ON {TENURE} WHEN OLD.until_at IS NOT NULL OR NEW.until_at IS NULL"
            f" OR {_rewritten('IS NOT')} OR {_stands('OLD', '=')} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
            f"BEFORE DELETE ON {TENURE} BEGIN SELECT RAISE(ABORT, '{KEPT}'); END",
        ),
    ),
    # What was decided of a request, and why, stands for good. REG-3
    Trigger(
        "request_is_settled",
        REQUEST,
        postgres=(
            f"BEFORE UPDATE OR DELETE ON {REQUEST} FOR EACH ROW",
            f"""BEGIN
IF TG_OP = 'DELETE' OR OLD.status IN ('approved', 'rejected', 'withdrawn') THEN
    RAISE EXCEPTION '{SETTLED}' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=(
            f"BEFORE UPDATE ON {REQUEST} WHEN OLD.status IN ('approved', 'rejected', 'withdrawn')"
            f" BEGIN SELECT RAISE(ABORT, '{SETTLED}'); END",
            f"BEFORE DELETE ON {REQUEST} BEGIN SELECT RAISE(ABORT, '{SETTLED}'); END",
        ),
    ),
    never_emptied(REQUEST),
    never_emptied(ACCOUNT),
    never_emptied(TENURE),
)

# What we confirmed as an impostor is not on the register, and what is on the register is no impostor. REG-11
REPORT = "accounts_report"
FAKES, GONE = "('impostor', 'takedown', 'closed')", "('retired', 'abandoned')"
BOTH = "an account is either ours or an impostor"


def _same_account(one, other):
    return f"""{one}.platform_id = {other}.platform_id AND ({one}.handle_key = {other}.handle_key
        OR ({one}.platform_uid <> '' AND {one}.platform_uid = {other}.platform_uid))"""


def _one_or_the_other(name, table, wrong):
    return Trigger(
        name,
        table,
        postgres=(
            f"BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW",
            f"""BEGIN
IF {wrong} THEN
    RAISE EXCEPTION '{BOTH}' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=tuple(
            f"BEFORE {event} ON {table} WHEN {wrong} BEGIN SELECT RAISE(ABORT, '{BOTH}'); END"
            for event in ("INSERT", "UPDATE")
        ),
    )


declare(
    _one_or_the_other(
        "report_is_not_ours",
        REPORT,
        f"""NEW.status IN {FAKES} AND EXISTS (SELECT 1 FROM {ACCOUNT} a
    WHERE a.status NOT IN {GONE} AND {_same_account("a", "NEW")})""",
    ),
    _one_or_the_other(
        "account_is_no_impostor",
        ACCOUNT,
        f"""NEW.status NOT IN {GONE} AND EXISTS (SELECT 1 FROM {REPORT} r
    WHERE r.status IN {FAKES} AND {_same_account("r", "NEW")})""",
    ),
    append_only("accounts_sighting", ("email", "seen", "evidence_url", "erased_at")),
    append_only("accounts_takedownstep"),
    never_emptied(REPORT),
    Trigger(
        "report_is_kept",
        REPORT,
        postgres=(
            f"BEFORE DELETE ON {REPORT} FOR EACH ROW",
            "BEGIN RAISE EXCEPTION 'a report is closed, never deleted' USING ERRCODE = '23000'; END;",
        ),
        sqlite=f"BEFORE DELETE ON {REPORT} BEGIN SELECT RAISE(ABORT, 'a report is closed, never deleted'); END",
    ),
)
# A checklist keeps the words it was made from, and evidence is never exchanged. REG-4
declare(
    append_only("accounts_checklisttemplate"),
    append_only("accounts_evidence", columns_that_may_change=("removed_at", "removed_by_id")),
)
