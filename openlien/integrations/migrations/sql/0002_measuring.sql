-- Lets the planner see what a bulk load has just written: without it the first large import into an empty book is
-- planned for tables of one row. As the owner, because only an owner may measure a table.
CREATE FUNCTION measure_book() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    ANALYZE cases_party, cases_namealias, cases_case, cases_stagechange, cases_bill,
        payments_receipt, payments_allocation, payments_adjustment,
        receivables_billbalance, receivables_casesummary;
END $$;
REVOKE EXECUTE ON FUNCTION measure_book() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION measure_book() TO openlien_app;
