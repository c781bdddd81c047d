-- What came in above what a bill comes to goes back. A bill comes to what was billed; once people agreed a payoff of it,
-- to what was billed less its reductions (ruling A9). A reduction that only an import tells of names no agreement: cash
-- above it is kept until somebody looks.

-- One row or more per bill of which people have a payoff on that day: a reduction that stands, or an agreement in force.
CREATE OR REPLACE FUNCTION agreed_bills(day date) RETURNS TABLE (bill_id uuid)
LANGUAGE sql STABLE AS $$
    SELECT reduction.bill_id
    FROM payments_adjustment AS reduction
    WHERE reduction.kind = 'reduction'
        AND reduction.batch_id IS NULL
        AND reduction.reverses_id IS NULL
        AND reduction.effective_on <= day
        AND NOT EXISTS (
            SELECT
            FROM payments_adjustment AS reversal
            WHERE reversal.reverses_id = reduction.id
                AND reversal.effective_on <= day
        )
    UNION ALL
    SELECT line.bill_id
    FROM negotiation_offerline AS line
    JOIN negotiation_payoffagreement AS agreement ON agreement.offer_id = line.offer_id
    LEFT JOIN negotiation_agreementvoid AS void ON void.agreement_id = agreement.id
    WHERE agreement.agreed_on <= day
        AND (void.voided_on IS NULL OR void.voided_on > day)
$$;

CREATE OR REPLACE FUNCTION is_agreed_bill(bill uuid, day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM agreed_bills(day) AS agreed WHERE agreed.bill_id = bill)
$$;

-- What of the cash on a bill goes back, never negative. Without a subquery of its own, so that it costs a payment
-- nothing on a bill that nobody reduced.
CREATE OR REPLACE FUNCTION refund_due_of(
    bill uuid, billed numeric, collected numeric, reduction numeric, day date
) RETURNS numeric
LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN reduction > 0 AND collected + reduction > billed AND is_agreed_bill(bill, day)
            THEN collected + reduction - billed
        ELSE greatest(0, collected - billed)
    END
$$;

-- What bills said before an agreement is written with it and never again.
REVOKE UPDATE, DELETE ON payments_agreedbill FROM openlien_app;
