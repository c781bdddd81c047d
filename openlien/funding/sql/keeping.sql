-- Whether the demo portfolio is being removed, which takes away what else stays for good; the app cannot say so.
CREATE OR REPLACE FUNCTION demo_is_removed() RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT current_setting('openlien.removing_demo', true) = 'yes' AND current_user <> 'openlien_app'
$$;

-- What is on file is never rewritten; the line itself keeps the terms that its interest was worked out by.
CREATE OR REPLACE FUNCTION refuse_funding_rewrite() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND demo_is_removed() THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'funding is not rewritten: a mistake is taken back'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'funding_is_append_only';
END $$;
CREATE OR REPLACE TRIGGER rate_is_kept BEFORE UPDATE OR DELETE ON funding_ratereset
FOR EACH ROW EXECUTE FUNCTION refuse_funding_rewrite();
CREATE OR REPLACE TRIGGER movement_is_kept BEFORE UPDATE OR DELETE ON funding_movement
FOR EACH ROW EXECUTE FUNCTION refuse_funding_rewrite();
CREATE OR REPLACE TRIGGER movement_part_is_kept BEFORE UPDATE OR DELETE ON funding_movementpart
FOR EACH ROW EXECUTE FUNCTION refuse_funding_rewrite();
CREATE OR REPLACE TRIGGER site_cost_is_kept BEFORE UPDATE OR DELETE ON funding_sitecost
FOR EACH ROW EXECUTE FUNCTION refuse_funding_rewrite();
CREATE OR REPLACE TRIGGER interest_accrual_is_kept BEFORE UPDATE OR DELETE ON funding_interestaccrual
FOR EACH ROW EXECUTE FUNCTION refuse_funding_rewrite();
CREATE OR REPLACE TRIGGER interest_share_is_kept BEFORE UPDATE OR DELETE ON funding_interestshare
FOR EACH ROW EXECUTE FUNCTION refuse_funding_rewrite();

CREATE OR REPLACE FUNCTION check_line_terms() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF (OLD.commitment, OLD.advance_rate, OLD.day_count, OLD.floor, OLD.spread, OLD.unused_fee, OLD.opened_on)
        IS DISTINCT FROM (NEW.commitment, NEW.advance_rate, NEW.day_count, NEW.floor, NEW.spread, NEW.unused_fee,
            NEW.opened_on) THEN
        RAISE EXCEPTION 'terms agreed anew are another line'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_terms_are_kept';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER line_terms_stay BEFORE UPDATE ON funding_warehouseline
FOR EACH ROW EXECUTE FUNCTION check_line_terms();

-- The first day on which a line may still change: what is accrued up to it stands.
CREATE OR REPLACE FUNCTION accrued_until(line uuid) RETURNS date
LANGUAGE sql STABLE AS $$
    SELECT coalesce(max(accrual.ends_on), '-infinity')
    FROM funding_interestaccrual AS accrual
    WHERE accrual.line_id = line
        AND accrual.reverses_id IS NULL
        AND NOT EXISTS (SELECT FROM funding_interestaccrual AS back WHERE back.reverses_id = accrual.id)
$$;

CREATE OR REPLACE FUNCTION check_rate_reset() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM funding_warehouseline WHERE id = NEW.line_id FOR UPDATE;
    IF NEW.effective_on < accrued_until(NEW.line_id) THEN
        RAISE EXCEPTION 'the rate of an accrued day stands'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rate_keeps_accrued_months';
    END IF;
    IF NEW.replaces_id IS NOT NULL AND NOT EXISTS (
        SELECT
        FROM funding_ratereset AS original
        WHERE original.id = NEW.replaces_id
            AND original.line_id = NEW.line_id
            AND original.effective_on = NEW.effective_on
    ) THEN
        RAISE EXCEPTION 'a rate replaces one of its line and day'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'rate_replaces_one_of_its_day';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER rate_is_checked BEFORE INSERT ON funding_ratereset
FOR EACH ROW EXECUTE FUNCTION check_rate_reset();

CREATE OR REPLACE FUNCTION check_movement() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    line funding_warehouseline;
BEGIN
    SELECT *
    INTO line
    FROM funding_warehouseline
    WHERE id = NEW.line_id
    FOR UPDATE;
    IF NEW.moved_on < line.opened_on OR (NEW.moved_on > line.closed_on AND NEW.drawn <> 0) THEN
        RAISE EXCEPTION 'a movement lies in the life of its line'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_lies_in_the_life_of_its_line';
    END IF;
    IF NEW.drawn <> 0 AND NEW.moved_on < accrued_until(NEW.line_id) THEN
        RAISE EXCEPTION 'what was drawn on an accrued day stands'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_keeps_accrued_months';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT
        FROM funding_movement AS original
        WHERE original.id = NEW.reverses_id
            AND original.line_id = NEW.line_id
            AND original.kind = NEW.kind
            AND original.drawn = -NEW.drawn
            AND original.interest_paid = -NEW.interest_paid
            AND original.moved_on <= NEW.moved_on
            AND original.reverses_id IS NULL
    ) THEN
        RAISE EXCEPTION 'a reversal mirrors its movement'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_reversal_mirrors_its_original';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER movement_is_checked BEFORE INSERT ON funding_movement
FOR EACH ROW EXECUTE FUNCTION check_movement();

-- On no day is more drawn than the lender committed.
CREATE OR REPLACE FUNCTION check_commitment() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM (
            SELECT
                moved.line_id,
                sum(sum(moved.drawn)) OVER (PARTITION BY moved.line_id ORDER BY moved.moved_on) AS balance
            FROM funding_movement AS moved
            WHERE moved.line_id IN (SELECT line_id FROM new_movements)
            GROUP BY moved.line_id, moved.moved_on
        ) AS day
        JOIN funding_warehouseline AS line ON line.id = day.line_id
        WHERE day.balance > line.commitment
    ) THEN
        RAISE EXCEPTION 'a line is not drawn beyond its commitment'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'line_stays_within_its_commitment';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER commitment_is_kept AFTER INSERT ON funding_movement
REFERENCING NEW TABLE AS new_movements FOR EACH STATEMENT EXECUTE FUNCTION check_commitment();

-- The parts of a movement sum to it, and on no day is more repaid on a bill than was drawn on it.
CREATE OR REPLACE FUNCTION check_movement_parts() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM (SELECT DISTINCT movement_id FROM new_parts) AS touched
        JOIN funding_movement AS moved ON moved.id = touched.movement_id
        JOIN funding_movementpart AS part ON part.movement_id = moved.id
        GROUP BY moved.id
        HAVING sum(part.drawn) <> moved.drawn
    ) THEN
        RAISE EXCEPTION 'the parts of a movement sum to it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'movement_parts_sum_to_their_movement';
    END IF;
    IF EXISTS (
        SELECT
        FROM (
            SELECT sum(sum(part.drawn)) OVER (PARTITION BY moved.line_id, part.bill_id ORDER BY moved.moved_on)
                AS balance
            FROM funding_movementpart AS part
            JOIN funding_movement AS moved ON moved.id = part.movement_id
            WHERE part.bill_id IN (SELECT bill_id FROM new_parts)
            GROUP BY moved.line_id, part.bill_id, moved.moved_on
        ) AS day
        WHERE day.balance < 0
    ) THEN
        RAISE EXCEPTION 'a bill is not repaid beyond what was drawn on it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bill_is_not_repaid_beyond_its_draws';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER movement_parts_are_whole AFTER INSERT ON funding_movementpart
REFERENCING NEW TABLE AS new_parts FOR EACH STATEMENT EXECUTE FUNCTION check_movement_parts();

CREATE OR REPLACE FUNCTION check_site_cost() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT
        FROM funding_sitecost AS original
        WHERE original.id = NEW.reverses_id
            AND original.bill_id = NEW.bill_id
            AND original.amount = -NEW.amount
            AND original.paid_on <= NEW.paid_on
            AND original.reverses_id IS NULL
    ) THEN
        RAISE EXCEPTION 'a reversal mirrors its site cost'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'site_cost_reversal_mirrors_its_original';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER site_cost_is_taken_back_whole BEFORE INSERT ON funding_sitecost
FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL) EXECUTE FUNCTION check_site_cost();

-- A month is accrued once, after the months before it; the last one alone is taken back, whole.
CREATE OR REPLACE FUNCTION check_interest_accrual() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM funding_warehouseline WHERE id = NEW.line_id FOR UPDATE;
    IF NEW.reverses_id IS NULL AND NEW.begins_on < accrued_until(NEW.line_id) THEN
        RAISE EXCEPTION 'a day is accrued once'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interest_accrual_follows_the_one_before';
    END IF;
    IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
        SELECT
        FROM funding_interestaccrual AS original
        WHERE original.id = NEW.reverses_id
            AND original.line_id = NEW.line_id
            AND original.month = NEW.month
            AND original.interest = -NEW.interest
            AND original.unused_fee = -NEW.unused_fee
            AND original.accrued_on <= NEW.accrued_on
            AND original.reverses_id IS NULL
            AND original.ends_on = accrued_until(NEW.line_id)
    ) THEN
        RAISE EXCEPTION 'a reversal mirrors the last accrual of its line'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interest_accrual_reversal_mirrors_the_last';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE TRIGGER interest_accrual_is_checked BEFORE INSERT ON funding_interestaccrual
FOR EACH ROW EXECUTE FUNCTION check_interest_accrual();

CREATE OR REPLACE FUNCTION check_interest_shares() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM (SELECT DISTINCT accrual_id FROM new_shares) AS touched
        JOIN funding_interestaccrual AS accrual ON accrual.id = touched.accrual_id
        JOIN funding_interestshare AS share ON share.accrual_id = accrual.id
        GROUP BY accrual.id
        HAVING sum(share.amount) <> accrual.interest
    ) THEN
        RAISE EXCEPTION 'the shares of interest sum to it'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'interest_shares_sum_to_their_accrual';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER interest_shares_are_whole AFTER INSERT ON funding_interestshare
REFERENCING NEW TABLE AS new_shares FOR EACH STATEMENT EXECUTE FUNCTION check_interest_shares();
