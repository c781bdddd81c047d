-- One row: what the import made of the facts.
SELECT
    (SELECT count(*) FROM staged_bill WHERE is_new) AS bills_created,
    (SELECT count(*) FROM integrations_importchange WHERE batch_id = %(batch)s AND table_name = 'cases_bill')
        AS bills_updated,
    (SELECT count(*) FROM staged_bill) AS bills,
    (SELECT count(*) FROM staged_case WHERE is_new) AS cases_created,
    (SELECT count(*) FROM integrations_importchange WHERE batch_id = %(batch)s AND table_name = 'cases_case')
        AS cases_updated,
    (SELECT count(*) FROM staged_case) AS cases,
    (SELECT count(*) FROM staged_party WHERE is_new AND kind = 'law_firm') AS firms_created,
    (SELECT count(DISTINCT party_id) FROM staged_party WHERE kind = 'law_firm') AS firms,
    (SELECT count(*) FROM cases_party WHERE batch_id = %(batch)s) AS parties_created,
    (SELECT count(*) FROM integrations_importchange WHERE batch_id = %(batch)s AND table_name = 'cases_party')
        AS parties_updated,
    (SELECT count(*) FROM cases_stagechange WHERE batch_id = %(batch)s AND is_sighting) AS stages_first_seen,
    (SELECT count(*) FROM cases_stagechange WHERE batch_id = %(batch)s AND NOT is_sighting) AS stages_changed,
    (SELECT count(*) FROM staged_money WHERE kind = 'cash' AND amount > 0) AS receipts,
    (SELECT coalesce(sum(amount), 0) FROM staged_money WHERE kind = 'cash' AND amount > 0) AS receipts_amount,
    (SELECT count(*) FROM staged_money WHERE kind = 'cash' AND amount < 0) AS corrections,
    (SELECT coalesce(sum(amount), 0) FROM staged_money WHERE kind = 'cash' AND amount < 0) AS corrections_amount,
    (SELECT count(*) FROM staged_money WHERE kind = 'reduction') AS reductions,
    (SELECT coalesce(sum(amount), 0) FROM staged_money WHERE kind = 'reduction') AS reductions_amount,
    (SELECT count(*) FROM staged_money WHERE kind = 'bad_debt') AS bad_debts,
    (SELECT coalesce(sum(amount), 0) FROM staged_money WHERE kind = 'bad_debt') AS bad_debts_amount
