-- An offer moves along its states only, and says after its draft what it said when it left it.
CREATE OR REPLACE FUNCTION check_offer_step() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status <> NEW.status AND (OLD.status, NEW.status) NOT IN (
        ('draft', 'submitted'), ('draft', 'sent'), ('draft', 'withdrawn'),
        ('submitted', 'draft'), ('submitted', 'approved'), ('submitted', 'expired'), ('submitted', 'withdrawn'),
        ('approved', 'sent'), ('approved', 'expired'), ('approved', 'withdrawn'),
        ('sent', 'countered'), ('sent', 'accepted'), ('sent', 'rejected'), ('sent', 'expired'), ('sent', 'withdrawn')
    )
        OR (OLD.status, NEW.status, NEW.direction) IN (('draft', 'sent', 'ours'), ('draft', 'submitted', 'theirs')) THEN
        RAISE EXCEPTION 'an offer moves along its states only'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_moves_along_its_states';
    END IF;
    IF (OLD.id, OLD.case_id, OLD.number, OLD.direction, OLD.counter_of_id, OLD.created_by_id, OLD.created_at)
        IS DISTINCT FROM
        (NEW.id, NEW.case_id, NEW.number, NEW.direction, NEW.counter_of_id, NEW.created_by_id, NEW.created_at)
        OR OLD.status <> 'draft' AND (OLD.amount, OLD.retail, OLD.expires_on, OLD.terms)
        IS DISTINCT FROM (NEW.amount, NEW.retail, NEW.expires_on, NEW.terms)
        -- What has ended stays as it ended.
        OR OLD.ended_on IS NOT NULL AND OLD IS DISTINCT FROM NEW THEN
        RAISE EXCEPTION 'an offer that was made is not rewritten'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_is_rewritten_as_draft_only';
    END IF;
    IF OLD.status = 'draft' AND NEW.status NOT IN ('draft', 'withdrawn') AND NOT EXISTS (
        SELECT
        FROM negotiation_offerline
        WHERE offer_id = NEW.id
        HAVING sum(amount) = NEW.amount AND sum(retail) = NEW.retail
    ) THEN
        RAISE EXCEPTION 'the lines of an offer sum to it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_lines_sum_to_their_offer';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER offer_is_kept BEFORE UPDATE ON negotiation_offer
FOR EACH ROW EXECUTE FUNCTION check_offer_step();

-- An offer begins as a draft, so that its lines are checked when it leaves it.
CREATE OR REPLACE FUNCTION check_new_offer() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.status <> 'draft' THEN
        RAISE EXCEPTION 'an offer begins as a draft'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_begins_as_draft';
    END IF;
    IF NEW.counter_of_id IS NOT NULL AND NOT EXISTS (
        SELECT
        FROM negotiation_offer AS countered
        WHERE countered.id = NEW.counter_of_id
            AND countered.case_id = NEW.case_id
            AND countered.direction <> NEW.direction
    ) THEN
        RAISE EXCEPTION 'a counter-offer answers an offer of the other side on the same case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_counters_the_other_side';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER offer_begins BEFORE INSERT ON negotiation_offer
FOR EACH ROW EXECUTE FUNCTION check_new_offer();

CREATE OR REPLACE FUNCTION check_offer_line() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    line negotiation_offerline := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF TG_OP = 'DELETE' AND demo_is_removed() THEN
        RETURN OLD;
    END IF;
    IF NOT EXISTS (SELECT FROM negotiation_offer WHERE id = line.offer_id AND status = 'draft') THEN
        RAISE EXCEPTION 'lines change while their offer is a draft'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_lines_change_in_a_draft_only';
    END IF;
    IF TG_OP <> 'DELETE' AND NOT EXISTS (
        SELECT
        FROM negotiation_offer AS offer
        JOIN cases_bill AS bill ON bill.case_id = offer.case_id
        WHERE offer.id = NEW.offer_id AND bill.id = NEW.bill_id
    ) THEN
        RAISE EXCEPTION 'an offer is about bills of its case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_line_is_of_its_case';
    END IF;
    RETURN line;
END $$;
CREATE OR REPLACE TRIGGER offer_line_is_kept BEFORE INSERT OR UPDATE OR DELETE ON negotiation_offerline
FOR EACH ROW EXECUTE FUNCTION check_offer_line();

-- An accepted offer is an agreement, in the same statement; one a case.
CREATE OR REPLACE FUNCTION make_payoff_agreement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    INSERT INTO negotiation_payoffagreement (case_id, offer_id, amount, agreed_on, agreed_by_id)
    VALUES (NEW.case_id, NEW.id, NEW.amount, NEW.ended_on, NEW.ended_by_id);
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER accepted_offer_is_agreed AFTER UPDATE OF status ON negotiation_offer
FOR EACH ROW WHEN (NEW.status = 'accepted' AND OLD.status <> 'accepted') EXECUTE FUNCTION make_payoff_agreement();

REVOKE DELETE ON negotiation_offer, negotiation_negotiationpolicy FROM openlien_app;
REVOKE INSERT, UPDATE, DELETE ON negotiation_payoffagreement FROM openlien_app;
