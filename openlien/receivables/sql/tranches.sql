-- One row per tranche; the advance of a bill is what its provider was contracted to get, serviced bills have none.
SELECT
    balance.tranche,
    count(*) AS bills,
    sum(balance.billed) AS billed,
    sum(balance.collected) AS collected,
    sum(balance.open) AS open,
    count(*) FILTER (WHERE bill.ar_type <> 'serviced') AS advanced_bills,
    count(bill.contracted) FILTER (WHERE bill.ar_type <> 'serviced') AS known_advances,
    sum(bill.contracted) FILTER (WHERE bill.ar_type <> 'serviced') AS advanced,
    coalesce(sum(balance.collected) FILTER (WHERE bill.ar_type <> 'serviced'), 0) AS advanced_collected
FROM {balances} AS balance
JOIN cases_bill AS bill ON bill.id = balance.bill_id
JOIN receivables_casesummary AS summary ON summary.case_id = balance.case_id
WHERE balance.tranche <> ''
    AND {conditions}
GROUP BY balance.tranche
ORDER BY balance.tranche
