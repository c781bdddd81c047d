-- What stands on a timeline never changes, but for the pin: a correction is another version.
CREATE OR REPLACE FUNCTION refuse_another_activity() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public
AS $$
BEGIN
    RAISE EXCEPTION 'An entry of a timeline does not change; add a corrected version.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'activity_is_fixed', TABLE = 'cases_activity';
END
$$;

CREATE OR REPLACE TRIGGER activity_is_fixed
BEFORE UPDATE ON cases_activity
FOR EACH ROW
WHEN (to_jsonb(OLD) - 'is_pinned' IS DISTINCT FROM to_jsonb(NEW) - 'is_pinned')
EXECUTE FUNCTION refuse_another_activity();

CALL watch_table('cases_activity', 'UPDATE OR DELETE');
