-- Lets the planner see what a bulk load has just written: without it the first large import into an empty book is
-- planned for tables of one row. As the owner, because only an owner may measure a table. A table without a row is left
-- out: measured while empty, as after an undo, it would be planned for as empty when the load fills it.
CREATE FUNCTION measure_tables(wanted regclass[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    measured regclass;
    has_rows boolean;
BEGIN
    FOREACH measured IN ARRAY wanted LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %s)', measured) INTO has_rows;
        IF has_rows THEN
            EXECUTE format('ANALYZE %s', measured);
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION measure_book() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM measure_tables(ARRAY[
        'cases_party', 'cases_namealias', 'cases_case', 'cases_stagechange', 'cases_bill', 'payments_receipt',
        'payments_allocation', 'payments_adjustment', 'receivables_billbalance', 'receivables_casesummary',
        'ledger_caseaccount', 'ledger_casebalance'
    ]::regclass[]);
END $$;
REVOKE EXECUTE ON FUNCTION measure_book() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION measure_book() TO openlien_app;

-- The same for the books, once they are written.
CREATE FUNCTION measure_books() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM measure_tables(ARRAY[
        'ledger_casebalance', 'ledger_casetransaction', 'ledger_posting', 'ledger_glentry'
    ]::regclass[]);
END $$;
REVOKE EXECUTE ON FUNCTION measure_books() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION measure_books() TO openlien_app;
