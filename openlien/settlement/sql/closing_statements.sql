-- A statement stays as the client got it. It is superseded once, and its approval is recorded once; the signed
-- copy may follow the approval.
CREATE OR REPLACE FUNCTION keep_closing_statement() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND demo_is_removed() THEN
        RETURN OLD;
    END IF;
    IF TG_OP = 'DELETE'
        OR (OLD.settlement_id, OLD.version, OLD.facts, OLD.digest, OLD.document_id, OLD.made_by_id, OLD.made_at)
        IS DISTINCT FROM
        (NEW.settlement_id, NEW.version, NEW.facts, NEW.digest, NEW.document_id, NEW.made_by_id, NEW.made_at)
        OR (OLD.superseded_at IS NOT NULL AND OLD.superseded_at IS DISTINCT FROM NEW.superseded_at)
    THEN
        RAISE EXCEPTION 'a closing statement stays as it was made'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closing_statement_is_frozen';
    END IF;
    IF (OLD.approved_on IS NOT NULL AND (OLD.approved_on, OLD.approved_how, OLD.approved_words)
            IS DISTINCT FROM (NEW.approved_on, NEW.approved_how, NEW.approved_words))
        OR (OLD.signed_document_id IS NOT NULL AND OLD.signed_document_id IS DISTINCT FROM NEW.signed_document_id)
        OR (OLD.approved_on IS NULL AND NEW.approved_on IS NOT NULL AND OLD.superseded_at IS NOT NULL)
    THEN
        RAISE EXCEPTION 'an approval is recorded once, for the version that counts'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'closing_statement_approval_is_kept';
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER keep
BEFORE UPDATE OR DELETE ON settlement_closingstatement
FOR EACH ROW EXECUTE FUNCTION keep_closing_statement();
