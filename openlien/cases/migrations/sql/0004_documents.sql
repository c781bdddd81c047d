-- The file of a document never changes: another file is another version.
CREATE OR REPLACE FUNCTION refuse_another_file() RETURNS trigger
LANGUAGE plpgsql
SET search_path = pg_catalog, public
AS $$
BEGIN
    RAISE EXCEPTION 'The file of a document does not change; file a new version.'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'document_file_is_fixed', TABLE = 'cases_document';
END
$$;

CREATE OR REPLACE TRIGGER document_file_is_fixed
BEFORE UPDATE ON cases_document
FOR EACH ROW
WHEN (
    (OLD.stored_name, OLD.file_name, OLD.content_type, OLD.sha256, OLD.size_bytes, OLD.version, OLD.uploaded_at)
    IS DISTINCT FROM
    (NEW.stored_name, NEW.file_name, NEW.content_type, NEW.sha256, NEW.size_bytes, NEW.version, NEW.uploaded_at)
    OR OLD.case_id IS DISTINCT FROM NEW.case_id
    OR OLD.replaces_id IS DISTINCT FROM NEW.replaces_id
    OR OLD.uploaded_by_id IS DISTINCT FROM NEW.uploaded_by_id
)
EXECUTE FUNCTION refuse_another_file();
