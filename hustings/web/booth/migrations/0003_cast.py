"""PostgreSQL casts a ballot in one call; and a code that is dead stays dead on either database.

The order of the reasons is that of booth/outcomes.py. Locks, always in this order: the contest's
row, shared, so that closing or extending waits for the casts under way and the next casts wait for
it; then the elector's, alone, so that of two casts one waits and then finds the other's vote. What
decides is read after the locks, the clock last.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from hustings.web.project.guards import Guard, guards

CAST = """
CREATE FUNCTION booth_cast(
    p_code bytea, p_nonce bytea, p_sealed bytea, p_receipt text, p_envelope bytea, p_beside integer,
    OUT why text, OUT receipt text, OUT repeated boolean, OUT contest bigint
) LANGUAGE plpgsql AS $cast$
DECLARE
    k_elector bigint; k_channel text; k_dead text;
    c_state text; c_test boolean; c_opens timestamptz; c_closes timestamptz; c_zone text;
    e_section text; e_basis text; e_struck boolean;
    v_receipt text; v_nonce bytea; v_in boolean;
    this_moment timestamptz;
BEGIN
    IF current_setting('synchronous_commit') = 'off' THEN
        PERFORM set_config('synchronous_commit', 'on', true);
    END IF;
    repeated := false;
    SELECT k.elector_id, k.contest_id, k.channel INTO k_elector, contest, k_channel
        FROM booth_code k WHERE k.digest = p_code;
    IF NOT FOUND THEN why := 'unknown'; RETURN; END IF;

    SELECT c.state, c.test_mode, c.opens_at, c.closes_at, c.timezone
        INTO c_state, c_test, c_opens, c_closes, c_zone
        FROM contests_contest c WHERE c.id = contest FOR SHARE;
    SELECT e.section, e.basis, e.struck_at IS NOT NULL INTO e_section, e_basis, e_struck
        FROM roll_elector e WHERE e.id = k_elector FOR UPDATE;
    SELECT k.dead INTO k_dead FROM booth_code k WHERE k.digest = p_code;
    IF NOT FOUND THEN why := 'unknown'; contest := NULL; RETURN; END IF;
    SELECT p.receipt, p.nonce INTO v_receipt, v_nonce
        FROM booth_participation p WHERE p.elector_id = k_elector;
    v_in := FOUND;
    this_moment := clock_timestamp();

    IF k_channel = 'test' AND c_state <> 'draft' THEN why := 'unknown';
    ELSIF k_dead = 'reissued' THEN why := 'reissued';
    ELSIF k_channel <> 'test' AND c_state = 'draft' THEN why := 'too_early';
    ELSIF v_in AND v_receipt <> '' AND v_nonce = p_nonce THEN
        receipt := v_receipt; repeated := true; RETURN;
    ELSIF v_in THEN why := 'voted';
    ELSIF e_struck OR k_dead = 'struck' THEN why := 'struck';
    ELSIF k_dead <> '' THEN why := 'reissued';
    ELSIF c_state = 'draft' THEN
        IF NOT c_test THEN why := 'not_open'; END IF;
    ELSIF c_state = 'abandoned' THEN why := 'not_open';
    ELSIF c_state <> 'ready' THEN why := 'too_late';
    ELSIF c_opens IS NULL OR this_moment < c_opens THEN why := 'too_early';
    ELSIF this_moment >= c_closes THEN why := 'too_late';
    END IF;
    IF why IS NULL AND octet_length(p_sealed) <> p_beside +
        (SELECT count(*) FROM contests_candidate n WHERE n.contest_id = contest)
    THEN why := 'wrong_length'; END IF;
    IF why IS NOT NULL THEN RETURN; END IF;

    INSERT INTO booth_participation (elector_id, contest_id, channel, day, receipt, nonce)
        VALUES (k_elector, contest, 'online', (this_moment AT TIME ZONE c_zone)::date,
                p_receipt, p_nonce);
    INSERT INTO booth_envelope (id, contest_id, section, channel, basis, sealed)
        VALUES (p_envelope, contest, e_section, 'online', e_basis, p_sealed);
    UPDATE booth_code SET dead = 'cast' WHERE elector_id = k_elector AND dead = ''
        AND (channel = 'test') = (k_channel = 'test');
    receipt := p_receipt;
END $cast$
"""
UNDO = "DROP FUNCTION booth_cast(bytea, bytea, bytea, text, bytea, integer)"


def _on_postgresql(statement: str) -> Any:
    def step(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            editor.execute(statement, params=None)

    return step


class Migration(migrations.Migration):
    """Make the function and the guard."""

    dependencies = [("booth", "0002_guards")]
    operations = [
        migrations.RunPython(_on_postgresql(CAST), _on_postgresql(UNDO)),
        guards(
            Guard(
                "code_stays_dead",
                "booth_code",
                "UPDATE",
                "(OLD.dead <> '' AND NEW.dead IS DISTINCT FROM OLD.dead) OR "
                "NEW.elector_id IS DISTINCT FROM OLD.elector_id OR "
                "NEW.contest_id IS DISTINCT FROM OLD.contest_id OR "
                "NEW.channel IS DISTINCT FROM OLD.channel",
                "a dead code stays dead, and a code is never another elector's",
            ),
        ),
    ]
