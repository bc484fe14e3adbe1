"""What the database itself holds of people and units, on both engines. ORG-1 ORG-2"""

from trail.triggers import Trigger, append_only, declare

OVERLAP = """
    person_id = NEW.person_id AND id <> NEW.id
    AND from_on <= coalesce(NEW.until_on, '9999-12-31') AND coalesce(until_on, '9999-12-31') >= NEW.from_on
"""
OVERLAP_LITE = f"""
    WHEN EXISTS (SELECT 1 FROM people_membership WHERE {OVERLAP})
    BEGIN SELECT RAISE(ABORT, 'people: periods of membership overlap'); END
"""
HEADLESS = "OLD.is_root AND OLD.head_id IS NOT NULL AND (NEW.head_id IS NULL OR NOT NEW.is_root)"
ABSURD_HEAD = """
    NEW.head_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM people_person WHERE id = NEW.head_id AND (status = 'left' OR kind <> 'employee'))
"""
STILL_HEAD = """
    (NEW.status = 'left' OR NEW.kind <> 'employee') AND EXISTS (
        SELECT 1 FROM people_unit WHERE head_id = NEW.id AND is_root)
"""

declare(
    Trigger(
        "people_membership_apart",
        "people_membership",
        # the person's row is locked first: of two transactions the second sees what the first wrote
        postgres=(
            "BEFORE INSERT OR UPDATE ON people_membership FOR EACH ROW",
            f"""BEGIN
PERFORM 1 FROM people_person WHERE id = NEW.person_id FOR NO KEY UPDATE;
IF EXISTS (SELECT 1 FROM people_membership WHERE {OVERLAP.replace("id <> NEW.id", "id <> coalesce(NEW.id, -1)")}) THEN
    RAISE EXCEPTION 'people: periods of membership overlap' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=(
            f"AFTER INSERT ON people_membership {OVERLAP_LITE}",
            f"AFTER UPDATE ON people_membership {OVERLAP_LITE}",
        ),
    ),
    Trigger(
        "people_root_keeps_head",
        "people_unit",
        postgres=(
            "BEFORE UPDATE ON people_unit FOR EACH ROW",
            f"""BEGIN
IF {HEADLESS} THEN
    RAISE EXCEPTION 'people: the organisation always has a head' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=(
            f"BEFORE UPDATE ON people_unit WHEN {HEADLESS}"
            " BEGIN SELECT RAISE(ABORT, 'people: the organisation always has a head'); END"
        ),
    ),
    Trigger(
        "people_root_stays",
        "people_unit",
        postgres=(
            "BEFORE DELETE ON people_unit FOR EACH ROW",
            """BEGIN
IF OLD.is_root THEN
    RAISE EXCEPTION 'people: the organisation stays' USING ERRCODE = '23000';
END IF;
RETURN OLD;
END;""",
        ),
        sqlite=(
            "BEFORE DELETE ON people_unit WHEN OLD.is_root"
            " BEGIN SELECT RAISE(ABORT, 'people: the organisation stays'); END"
        ),
    ),
    Trigger(
        "people_head_is_employed",
        "people_unit",
        postgres=(
            "BEFORE INSERT OR UPDATE ON people_unit FOR EACH ROW",
            f"""BEGIN
IF {ABSURD_HEAD} THEN
    RAISE EXCEPTION 'people: only an active employee heads a unit' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=(
            f"BEFORE INSERT ON people_unit WHEN {ABSURD_HEAD}"
            " BEGIN SELECT RAISE(ABORT, 'people: only an active employee heads a unit'); END",
            f"BEFORE UPDATE ON people_unit WHEN {ABSURD_HEAD}"
            " BEGIN SELECT RAISE(ABORT, 'people: only an active employee heads a unit'); END",
        ),
    ),
    Trigger(
        "people_head_stays",
        "people_person",
        postgres=(
            "BEFORE UPDATE ON people_person FOR EACH ROW",
            f"""BEGIN
IF {STILL_HEAD} THEN
    RAISE EXCEPTION 'people: the head of the organisation is replaced before leaving' USING ERRCODE = '23000';
END IF;
RETURN NEW;
END;""",
        ),
        sqlite=(
            f"BEFORE UPDATE ON people_person WHEN {STILL_HEAD}"
            " BEGIN SELECT RAISE(ABORT, 'people: the head of the organisation is replaced before leaving'); END"
        ),
    ),
    append_only("people_responsibility", columns_that_may_change=("until_at",)),
    append_only("people_rolegrant", columns_that_may_change=("ended_at", "ended_by_id", "end_reason")),
)
