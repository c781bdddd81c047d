INSERT INTO cases_bill (
    id, case_id, number, external_id, facility_id, provider_group_id, is_in_network, code, description, quantity,
    service_on, invoice_on, originated_on, settled_on, billed, payoff_agreed, payoff_status, capped_on,
    funding_stage, ar_type, tranche, ar_book, stated_open, batch_id, version
)
SELECT
    bill_id, case_id, number, external_id, facility_id, provider_group_id, true, '', '', 1,
    service_on, invoice_on, originated_on, settled_on, billed, payoff_agreed, payoff_status, capped_on,
    funding_stage, ar_type, tranche, ar_book, stated_open, %(batch)s, 1
FROM staged_bill
WHERE is_new;

-- Known bills become what the newest export says of them; since when a payoff status holds is only seen by change.
WITH changed AS (
    SELECT
        known.id, to_jsonb(known) AS before, known.version + 1 AS version,
        CASE WHEN known.payoff_status = staged.payoff_status THEN known.payoff_on ELSE %(as_of)s END AS payoff_on
    FROM staged_bill AS staged
    JOIN cases_bill AS known ON known.id = staged.bill_id
    WHERE NOT staged.is_new
        AND (
            known.number, known.facility_id, known.provider_group_id, known.service_on, known.invoice_on,
            known.originated_on, known.settled_on, known.billed, known.payoff_agreed, known.payoff_status,
            known.capped_on, known.funding_stage, known.ar_type, known.tranche, known.ar_book, known.stated_open
        ) IS DISTINCT FROM (
            staged.number, staged.facility_id, staged.provider_group_id, staged.service_on, staged.invoice_on,
            staged.originated_on, staged.settled_on, staged.billed, staged.payoff_agreed, staged.payoff_status,
            staged.capped_on, staged.funding_stage, staged.ar_type, staged.tranche, staged.ar_book, staged.stated_open
        )
),
noted AS (
    INSERT INTO integrations_importchange (batch_id, table_name, row_id, before, version_after)
    SELECT %(batch)s, 'cases_bill', id, before, version
    FROM changed
)
UPDATE cases_bill AS bill
SET number = staged.number,
    facility_id = staged.facility_id,
    provider_group_id = staged.provider_group_id,
    service_on = staged.service_on,
    invoice_on = staged.invoice_on,
    originated_on = staged.originated_on,
    settled_on = staged.settled_on,
    billed = staged.billed,
    payoff_agreed = staged.payoff_agreed,
    payoff_status = staged.payoff_status,
    payoff_on = changed.payoff_on,
    capped_on = staged.capped_on,
    funding_stage = staged.funding_stage,
    ar_type = staged.ar_type,
    tranche = staged.tranche,
    ar_book = staged.ar_book,
    stated_open = staged.stated_open,
    version = changed.version
FROM changed
JOIN staged_bill AS staged ON staged.bill_id = changed.id
WHERE bill.id = changed.id;
