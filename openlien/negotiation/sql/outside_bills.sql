-- The copy of an outside bill is a document of the same case.
CREATE OR REPLACE FUNCTION check_outside_bill() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM cases_document WHERE id = NEW.copy_id AND case_id = NEW.case_id) THEN
        RAISE EXCEPTION 'the copy of an outside bill is a document of its case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'outside_bill_copy_is_of_its_case';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER outside_bill_is_kept BEFORE INSERT OR UPDATE ON negotiation_outsidebill
FOR EACH ROW WHEN (NEW.copy_id IS NOT NULL) EXECUTE FUNCTION check_outside_bill();
