-- What a mail says and to whom never changes; how far it has come does, and what was sent stays sent.
CREATE OR REPLACE FUNCTION refuse_another_mail() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public
AS $$
DECLARE
    progress text[] := ARRAY[
        'state', 'tries', 'next_try_at', 'tried_at', 'sent_at', 'trouble',
        'decided_by_id', 'decision_reason', 'version'
    ];
BEGIN
    IF to_jsonb(OLD) - progress IS DISTINCT FROM to_jsonb(NEW) - progress THEN
        RAISE EXCEPTION 'What a mail says does not change; write another one.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mail_is_fixed', TABLE = 'integrations_mail_mail';
    END IF;
    IF OLD.state IN ('sent', 'withdrawn') AND NEW.state <> OLD.state THEN
        RAISE EXCEPTION 'A mail that was sent or withdrawn is not sent again.'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'mail_ends_once', TABLE = 'integrations_mail_mail';
    END IF;
    RETURN NEW;
END
$$;

CREATE OR REPLACE TRIGGER mail_is_fixed
BEFORE UPDATE ON integrations_mail_mail
FOR EACH ROW
EXECUTE FUNCTION refuse_another_mail();

REVOKE DELETE ON integrations_mail_mail, integrations_mail_template FROM openlien_app;
REVOKE UPDATE, DELETE ON integrations_mail_attachment FROM openlien_app;
CALL watch_table('integrations_mail_template', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('integrations_mail_mail', 'INSERT OR UPDATE OR DELETE', '{body,content_hash}');
