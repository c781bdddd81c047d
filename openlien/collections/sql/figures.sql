-- The beginning of every statement of Collections: `figure` has one row per case of the filter.
-- What stands in braces is put in by statement.py out of its own texts, never out of what somebody typed.
WITH chosen AS MATERIALIZED (
    SELECT
        matter.id,
        coalesce(matter.law_firm_id, '00000000-0000-0000-0000-000000000000') AS firm_id,
        matter.number,
        matter.patient_id,
        matter.negotiator_id,
        summary.stage,
        summary.billed,
        summary.collected,
        {belongs} AS belongs
    FROM cases_case AS matter
    JOIN receivables_casesummary AS summary ON summary.case_id = matter.id
    WHERE {conditions}
),
offered_bill AS MATERIALIZED (
    SELECT bill.id, bill.case_id, bill.billed, bill.contracted, offer.amount
    FROM chosen
    JOIN cases_bill AS bill ON bill.case_id = chosen.id
    JOIN negotiation_billoffer AS offer ON offer.bill_id = bill.id
    WHERE offer.amount IS NOT NULL
),
paid AS (
    SELECT cost.bill_id, sum(cost.amount) AS site_cost
    FROM offered_bill
    JOIN funding_sitecost AS cost ON cost.bill_id = offered_bill.id
    WHERE cost.paid_on <= %(today)s
    GROUP BY cost.bill_id
),
borne AS (
    SELECT share.bill_id, sum(share.amount) AS interest
    FROM offered_bill
    JOIN funding_interestshare AS share ON share.bill_id = offered_bill.id
    JOIN funding_interestaccrual AS accrual ON accrual.id = share.accrual_id
    WHERE accrual.accrued_on <= %(today)s
    GROUP BY share.bill_id
),
offered AS (
    -- A bill of unknown cost has an offer and no return, as on the desk.
    SELECT
        bill.case_id,
        count(*) AS bills_with_offer,
        sum(bill.amount) AS offered,
        sum(bill.billed) AS offered_retail,
        sum(bill.amount) FILTER (WHERE coalesce(paid.site_cost, bill.contracted) IS NOT NULL) AS returned,
        sum(coalesce(paid.site_cost, bill.contracted) + coalesce(borne.interest, 0)) AS spent
    FROM offered_bill AS bill
    LEFT JOIN paid ON paid.bill_id = bill.id
    LEFT JOIN borne ON borne.bill_id = bill.id
    GROUP BY bill.case_id
),
figure AS (
    SELECT
        chosen.id,
        chosen.firm_id,
        chosen.number,
        chosen.patient_id,
        chosen.negotiator_id,
        chosen.stage,
        chosen.belongs,
        chosen.billed,
        chosen.collected,
        coalesce(offered.bills_with_offer, 0) AS bills_with_offer,
        coalesce(offered.offered, 0) AS offered,
        coalesce(offered.offered_retail, 0) AS offered_retail,
        coalesce(offered.returned, 0) AS returned,
        coalesce(offered.spent, 0) AS spent,
        chosen.billed - chosen.collected - coalesce(offered.offered_retail - offered.offered, 0) AS balance
    FROM chosen
    LEFT JOIN offered ON offered.case_id = chosen.id
),
stage_of_firm AS (
    SELECT
        firm_id,
        stage,
        count(*) AS cases,
        sum(billed) AS billed,
        sum(collected) AS collected,
        sum(bills_with_offer) AS bills_with_offer,
        sum(offered) AS offered,
        sum(offered_retail) AS offered_retail,
        sum(returned) AS returned,
        sum(spent) AS spent,
        sum(balance) AS balance
    FROM figure
    WHERE belongs
    GROUP BY firm_id, stage
),
firm AS (
    SELECT
        summed.firm_id,
        coalesce(party.name, '') AS name,
        summed.stages,
        summed.cases,
        summed.billed,
        summed.collected,
        summed.bills_with_offer,
        summed.offered,
        summed.offered_retail,
        summed.returned,
        summed.spent,
        summed.balance
    FROM (
        SELECT
            firm_id,
            jsonb_object_agg(stage, cases) AS stages,
            sum(cases)::int AS cases,
            sum(billed) AS billed,
            sum(collected) AS collected,
            sum(bills_with_offer)::int AS bills_with_offer,
            sum(offered) AS offered,
            sum(offered_retail) AS offered_retail,
            sum(returned) AS returned,
            sum(spent) AS spent,
            sum(balance) AS balance
        FROM stage_of_firm
        GROUP BY firm_id
    ) AS summed
    LEFT JOIN cases_party AS party ON party.id = summed.firm_id
)
