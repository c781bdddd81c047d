-- One row per law firm and stage.
SELECT
    matter.law_firm_id,
    coalesce(firm.name, '') AS name,
    matter.stage,
    matter.all_cases,
    matter.cases,
    matter.bills,
    matter.open,
    matter.at_risk,
    matter.billed,
    matter.collected,
    matter.open_invoice_days,
    matter.delays_known,
    matter.delay_days
FROM (
    SELECT
        matter.law_firm_id,
        matter.stage,
        count(*) AS all_cases,
        count(*) FILTER (WHERE matter.open_bills > 0) AS cases,
        sum(matter.open_bills) AS bills,
        sum(matter.open) AS open,
        coalesce(sum(matter.open) FILTER (WHERE {category} IS NOT NULL), 0) AS at_risk,
        sum(matter.billed) AS billed,
        sum(matter.collected) AS collected,
        sum(matter.open_invoice_days) AS open_invoice_days,
        count(matter.settled_on) FILTER (WHERE {settled}) AS delays_known,
        coalesce(sum({day} - matter.settled_on) FILTER (WHERE {settled}), 0) AS delay_days
    FROM {cases} AS matter
    GROUP BY matter.law_firm_id, matter.stage
) AS matter
LEFT JOIN cases_party AS firm ON firm.id = matter.law_firm_id
