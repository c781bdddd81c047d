-- The parts of a receipt sum to the receipt and pay bills of its own case: all parts come in one statement.
CREATE OR REPLACE FUNCTION check_allocations() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    is_short boolean;
    is_reversal boolean;
BEGIN
    SELECT
        bool_or(receipt.amount
            <> (SELECT sum(amount) FROM payments_allocation WHERE receipt_id = touched.receipt_id)),
        bool_or(receipt.reverses_id IS NOT NULL)
    INTO is_short, is_reversal
    FROM (SELECT DISTINCT receipt_id FROM new_allocations) AS touched
    JOIN payments_receipt AS receipt ON receipt.id = touched.receipt_id;
    IF is_short THEN
        RAISE EXCEPTION 'the parts of a receipt must sum to the receipt'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'allocations_sum_to_their_receipt';
    END IF;
    IF is_reversal AND EXISTS (
        SELECT
        FROM (SELECT DISTINCT receipt_id FROM new_allocations) AS touched
        JOIN payments_receipt AS reversal ON reversal.id = touched.receipt_id
        JOIN payments_allocation AS part ON part.receipt_id IN (reversal.id, reversal.reverses_id)
        WHERE reversal.reverses_id IS NOT NULL
        GROUP BY reversal.id, part.bill_id
        HAVING sum(part.amount) <> 0
    ) THEN
        RAISE EXCEPTION 'the parts of a reversal mirror those of its receipt'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'reversed_parts_mirror_their_original';
    END IF;
    IF EXISTS (
        SELECT 1
        FROM new_allocations AS part
        JOIN payments_receipt AS receipt ON receipt.id = part.receipt_id
        JOIN cases_bill AS bill ON bill.id = part.bill_id
        WHERE bill.case_id <> receipt.case_id
    ) THEN
        RAISE EXCEPTION 'a receipt pays bills of its own case'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'allocation_pays_a_bill_of_its_case';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER allocations_are_whole AFTER INSERT ON payments_allocation
REFERENCING NEW TABLE AS new_allocations FOR EACH STATEMENT EXECUTE FUNCTION check_allocations();

-- Money that came in is never rewritten: a mistake is corrected by a later row.
CREATE OR REPLACE FUNCTION refuse_money_rewrite() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'money received is not rewritten'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'money_received_is_append_only';
END $$;
CREATE OR REPLACE TRIGGER receipt_is_kept BEFORE UPDATE ON payments_receipt
FOR EACH ROW EXECUTE FUNCTION refuse_money_rewrite();
CREATE OR REPLACE TRIGGER allocation_is_kept BEFORE UPDATE ON payments_allocation
FOR EACH ROW EXECUTE FUNCTION refuse_money_rewrite();
CREATE OR REPLACE TRIGGER adjustment_is_kept BEFORE UPDATE ON payments_adjustment
FOR EACH ROW EXECUTE FUNCTION refuse_money_rewrite();
REVOKE UPDATE, DELETE ON payments_receipt, payments_allocation, payments_adjustment FROM openlien_app;
