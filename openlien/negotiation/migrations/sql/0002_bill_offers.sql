-- The present offer of a bill is its last change: nobody writes it but this trigger, and no change passes another.
CREATE OR REPLACE FUNCTION keep_bill_offers() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT
        FROM new_changes AS change
        LEFT JOIN negotiation_billoffer AS present ON present.bill_id = change.bill_id
        WHERE change.version <> coalesce(present.version, 0) + 1
            OR change.before IS DISTINCT FROM present.amount
    ) THEN
        RAISE EXCEPTION 'a change of an offer follows the last one'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bill_offer_change_follows_the_last';
    END IF;
    IF EXISTS (
        SELECT
        FROM new_changes AS change
        JOIN negotiation_offerchangeset AS made ON made.id = change.change_set_id
        JOIN cases_bill AS bill ON bill.id = change.bill_id
        WHERE bill.case_id <> made.case_id
    ) THEN
        RAISE EXCEPTION 'changes of offers made at once are of one case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bill_offer_change_is_of_its_case';
    END IF;
    IF EXISTS (
        SELECT
        FROM new_changes AS change
        JOIN cases_bill AS bill ON bill.id = change.bill_id
        WHERE change.after > bill.billed
    ) THEN
        RAISE EXCEPTION 'an offer is at most what the bill retails for'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'bill_offer_is_within_retail';
    END IF;
    INSERT INTO negotiation_billoffer AS present (bill_id, amount, source, set_by_id, set_at, version)
    SELECT change.bill_id, change.after, made.source, made.made_by_id, made.made_at, change.version
    FROM new_changes AS change
    JOIN negotiation_offerchangeset AS made ON made.id = change.change_set_id
    ORDER BY change.bill_id
    ON CONFLICT (bill_id) DO UPDATE
    SET amount = excluded.amount, source = excluded.source, set_by_id = excluded.set_by_id,
        set_at = excluded.set_at, version = excluded.version;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER bill_offers_are_kept AFTER INSERT ON negotiation_billofferchange
REFERENCING NEW TABLE AS new_changes FOR EACH STATEMENT EXECUTE FUNCTION keep_bill_offers();

REVOKE INSERT, UPDATE, DELETE ON negotiation_billoffer FROM openlien_app;
REVOKE UPDATE, DELETE ON negotiation_offerchangeset, negotiation_billofferchange, negotiation_billnote
FROM openlien_app;
