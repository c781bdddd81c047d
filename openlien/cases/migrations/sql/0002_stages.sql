-- The case's stage is that of its last stage change; nobody else writes it.
CREATE OR REPLACE FUNCTION follow_stage_changes() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    WITH last_stage_of_each_changed_case AS (
        SELECT changed.case_id, coalesce(latest.stage, 'unknown') AS stage, latest.began_on
        FROM (SELECT DISTINCT case_id FROM changed_rows) AS changed
        LEFT JOIN LATERAL (
            SELECT stage, began_on
            FROM cases_stagechange
            WHERE case_id = changed.case_id
            ORDER BY began_on DESC, id DESC
            LIMIT 1
        ) AS latest ON true
    )
    UPDATE cases_case
    SET stage = latest.stage, stage_on = latest.began_on
    FROM last_stage_of_each_changed_case AS latest
    WHERE cases_case.id = latest.case_id
        AND (cases_case.stage, cases_case.stage_on) IS DISTINCT FROM (latest.stage, latest.began_on);
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER stage_follows_inserts AFTER INSERT ON cases_stagechange
REFERENCING NEW TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION follow_stage_changes();
CREATE OR REPLACE TRIGGER stage_follows_deletes AFTER DELETE ON cases_stagechange
REFERENCING OLD TABLE AS changed_rows FOR EACH STATEMENT EXECUTE FUNCTION follow_stage_changes();

-- Called only when stage or stage_on would change: depth 1 is a plain UPDATE by somebody.
CREATE OR REPLACE FUNCTION refuse_direct_stage_update() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'a stage is changed by a new stage change'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_stage_follows_its_changes';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER stage_is_not_written BEFORE UPDATE OF stage, stage_on ON cases_case
FOR EACH ROW WHEN ((OLD.stage, OLD.stage_on) IS DISTINCT FROM (NEW.stage, NEW.stage_on))
EXECUTE FUNCTION refuse_direct_stage_update();

-- Stage history is append-only.
CREATE OR REPLACE FUNCTION refuse_stage_rewrite() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'stage history is append-only'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'stage_history_is_append_only';
END $$;
CREATE OR REPLACE TRIGGER stage_history_is_kept BEFORE UPDATE ON cases_stagechange
FOR EACH ROW EXECUTE FUNCTION refuse_stage_rewrite();
REVOKE UPDATE, DELETE ON cases_stagechange FROM openlien_app;
