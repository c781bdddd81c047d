-- A round stays as long as a settlement is linked to it; plaintiff and policy are those of its case.
CREATE OR REPLACE FUNCTION keep_linked_round() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.settlement_id IS NOT NULL THEN
        RAISE EXCEPTION 'a round with a linked settlement is not deleted'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'linked_round_is_not_deleted';
    END IF;
    RETURN OLD;
END $$;

CREATE OR REPLACE TRIGGER keep_linked
BEFORE DELETE ON negotiation_rounds_round
FOR EACH ROW EXECUTE FUNCTION keep_linked_round();

CREATE OR REPLACE TRIGGER round_of_case
AFTER INSERT OR UPDATE ON negotiation_rounds_round
FOR EACH ROW EXECUTE FUNCTION check_settlement_of_case();

CREATE OR REPLACE FUNCTION check_round_link() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM settlement_settlement WHERE id = NEW.settlement_id AND case_id <> NEW.case_id
    ) THEN
        RAISE EXCEPTION 'a round is linked to a settlement of its own case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'round_links_within_its_case';
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE TRIGGER round_link
AFTER INSERT OR UPDATE ON negotiation_rounds_round
FOR EACH ROW EXECUTE FUNCTION check_round_link();
