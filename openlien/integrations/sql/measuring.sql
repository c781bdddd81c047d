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

-- Measures what these steps of a load have written: each table with the step that fills it, and once more with the
-- step that changes how its rows are spread.
CREATE FUNCTION measure_written(VARIADIC steps text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM measure_tables(ARRAY(
        SELECT DISTINCT name::regclass
        FROM (VALUES
            ('cases', 'cases_party'),
            ('cases', 'cases_namealias'),
            ('cases', 'cases_case'),
            ('cases', 'receivables_casesummary'),
            ('cases', 'ledger_caseaccount'),
            ('cases', 'ledger_casebalance'),
            ('bills', 'cases_bill'),
            ('bills', 'receivables_billbalance'),
            ('money', 'receivables_casesummary'),
            ('money', 'cases_stagechange'),
            ('money', 'payments_receipt'),
            ('money', 'payments_allocation'),
            ('money', 'payments_adjustment'),
            ('books', 'ledger_casebalance'),
            ('books', 'ledger_casetransaction'),
            ('books', 'ledger_posting'),
            ('books', 'ledger_glentry')
        ) AS written (step, name)
        WHERE step = ANY (steps)
    ));
END $$;
REVOKE EXECUTE ON FUNCTION measure_written(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION measure_written(text[]) TO openlien_app;
