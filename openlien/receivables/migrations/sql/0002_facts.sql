-- The day from which a bill's payoff status is known; -infinity: as long as its case is.
CREATE OR REPLACE FUNCTION payoff_known_on(payoff_on date, batch_id uuid) RETURNS date
LANGUAGE sql STABLE AS $$
    SELECT coalesce(payoff_on, (SELECT as_of FROM cases_batch WHERE id = batch_id), '-infinity')
$$;

-- What rows have in common, from their first and last value: that value, "mixed", or blank where none is.
CREATE OR REPLACE FUNCTION same_or_mixed(first text, last text) RETURNS text
LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN first = last THEN first WHEN first <> last THEN 'mixed' ELSE '' END
$$;

-- One row per bill that counts on the day: what the facts up to that day say of it.
CREATE OR REPLACE FUNCTION bill_balances_from_facts(day date) RETURNS SETOF receivables_billbalance
LANGUAGE sql STABLE AS $$
    SELECT
        bill.id AS bill_id,
        bill.case_id,
        bill.invoice_on,
        greatest(
            bill.invoice_on,
            CASE WHEN bill.payoff_status <> 'unknown' AND payoff.known_on <= day THEN payoff.known_on END,
            cash.last_on,
            given_up.last_on
        ) AS last_fact_on,
        greatest(0, bill.billed - cash.collected - given_up.reduction - given_up.bad_debt)::usd AS open,
        bill.billed,
        cash.collected::usd,
        given_up.reduction::usd,
        given_up.bad_debt::usd,
        refund_due_of(bill.id, bill.billed, cash.collected, given_up.reduction, day)::usd AS refund_due,
        bill.provider_group_id,
        bill.originated_on,
        CASE WHEN bill.settled_on <= day THEN bill.settled_on END AS settled_on,
        cash.last_cash_on,
        CASE WHEN payoff.known_on <= day THEN bill.payoff_status ELSE 'unknown' END AS payoff_status,
        bill.tranche
    FROM cases_bill AS bill
    CROSS JOIN LATERAL (SELECT payoff_known_on(bill.payoff_on, bill.batch_id) AS known_on) AS payoff
    CROSS JOIN LATERAL (
        SELECT
            coalesce(sum(part.amount), 0) AS collected,
            max(receipt.deposited_on) FILTER (WHERE part.amount > 0) AS last_cash_on,
            max(receipt.deposited_on) AS last_on
        FROM payments_allocation AS part
        JOIN payments_receipt AS receipt ON receipt.id = part.receipt_id
        WHERE part.bill_id = bill.id
            AND receipt.deposited_on <= day
    ) AS cash
    CROSS JOIN LATERAL (
        SELECT
            coalesce(sum(amount) FILTER (WHERE kind = 'reduction'), 0) AS reduction,
            coalesce(sum(amount) FILTER (WHERE kind = 'bad_debt'), 0) AS bad_debt,
            max(effective_on) AS last_on
        FROM payments_adjustment
        WHERE bill_id = bill.id
            AND effective_on <= day
    ) AS given_up
    WHERE bill.invoice_on <= day
$$;

-- One row per bill that counts on the day: the kept row where nothing about the bill is newer, else the facts.
CREATE OR REPLACE FUNCTION bill_balances_on(day date) RETURNS SETOF receivables_billbalance
LANGUAGE sql STABLE AS $$
    SELECT
        kept.bill_id, kept.case_id, kept.invoice_on, kept.last_fact_on, kept.open, kept.billed, kept.collected,
        kept.reduction, kept.bad_debt, kept.refund_due, kept.provider_group_id, kept.originated_on, kept.settled_on,
        kept.last_cash_on, kept.payoff_status, kept.tranche
    FROM receivables_billbalance AS kept
    WHERE kept.last_fact_on <= day
    UNION ALL
    SELECT
        told.bill_id, told.case_id, told.invoice_on, told.last_fact_on, told.open, told.billed, told.collected,
        told.reduction, told.bad_debt, told.refund_due, told.provider_group_id, told.originated_on, told.settled_on,
        told.last_cash_on, told.payoff_status, told.tranche
    FROM receivables_billbalance AS kept
    JOIN bill_balances_from_facts(day) AS told ON told.bill_id = kept.bill_id AND told.case_id = kept.case_id
    WHERE kept.last_fact_on > day
        AND kept.invoice_on <= day
$$;

-- One row per case known on the day, from its bills; a withdrawn case is none. A case is known since its first stage change; without one it is
-- Unknown since the export that brought it, or since it exists when nobody else can have known more.
CREATE OR REPLACE FUNCTION case_summaries_from_bills(day date) RETURNS SETOF receivables_casesummary
LANGUAGE sql STABLE AS $$
    SELECT
        matter.id AS case_id,
        over_bills.open_bills,
        over_bills.bills,
        coalesce(over_bills.originated_on, matter.opened_on) AS originated_on,
        least(known.since, over_bills.originated_on, matter.opened_on, over_bills.first_invoice_on)
            AS existing_since,
        known.since AS known_since,
        greatest(matter.opened_on, known.since, latest.began_on, over_bills.last_fact_on) AS last_fact_on,
        over_bills.open_invoice_days,
        coalesce(latest.is_sighting, true) AS stage_is_sighting,
        coalesce(latest.stage, 'unknown') AS stage,
        over_bills.open::usd,
        over_bills.open_dollar_days,
        moved.last_on AS last_moved_on,
        over_bills.last_cash_on,
        over_bills.settled_on,
        latest.began_on AS stage_on,
        over_bills.billed::usd,
        over_bills.collected::usd,
        over_bills.reduction::usd,
        over_bills.bad_debt::usd,
        over_bills.refund_due::usd,
        over_bills.concluded_billed::usd,
        over_bills.concluded_collected::usd,
        matter.law_firm_id,
        over_bills.payoff_status,
        matter.state
    FROM cases_case AS matter
    LEFT JOIN LATERAL (
        SELECT stage, began_on, is_sighting
        FROM cases_stagechange
        WHERE case_id = matter.id
            AND began_on <= day
        ORDER BY began_on DESC, id DESC
        LIMIT 1
    ) AS latest ON true
    LEFT JOIN LATERAL (
        SELECT id, began_on
        FROM cases_stagechange
        WHERE case_id = matter.id
        ORDER BY began_on, id
        LIMIT 1
    ) AS first ON true
    LEFT JOIN LATERAL (
        SELECT max(began_on) AS last_on
        FROM cases_stagechange
        WHERE case_id = matter.id
            AND began_on <= day
            AND NOT is_sighting
            AND id <> first.id
    ) AS moved ON true
    CROSS JOIN LATERAL (
        SELECT
            count(*)::int AS bills,
            count(*) FILTER (WHERE open > 0)::int AS open_bills,
            coalesce(sum(invoice_on - '2000-01-01'::date) FILTER (WHERE open > 0), 0) AS open_invoice_days,
            coalesce(sum(open * (invoice_on - '2000-01-01'::date)), 0) AS open_dollar_days,
            same_or_mixed(
                min(payoff_status) FILTER (WHERE open > 0), max(payoff_status) FILTER (WHERE open > 0)
            ) AS payoff_status,
            min(settled_on) FILTER (WHERE open > 0) AS settled_on,
            min(originated_on) AS originated_on,
            min(invoice_on) AS first_invoice_on,
            max(last_cash_on) AS last_cash_on,
            max(last_fact_on) AS last_fact_on,
            coalesce(sum(open), 0) AS open,
            coalesce(sum(billed), 0) AS billed,
            coalesce(sum(collected), 0) AS collected,
            coalesce(sum(reduction), 0) AS reduction,
            coalesce(sum(bad_debt), 0) AS bad_debt,
            coalesce(sum(refund_due), 0) AS refund_due,
            coalesce(sum(billed) FILTER (WHERE open = 0), 0) AS concluded_billed,
            coalesce(sum(collected) FILTER (WHERE open = 0), 0) AS concluded_collected
        FROM bill_balances_on(day)
        WHERE case_id = matter.id
    ) AS over_bills
    CROSS JOIN LATERAL (
        SELECT coalesce(
            first.began_on,
            (SELECT as_of FROM cases_batch WHERE id = matter.batch_id),
            least(matter.opened_on, over_bills.first_invoice_on)
        ) AS since
    ) AS known
    WHERE matter.withdrawn_at IS NULL
        AND known.since <= day
$$;

-- One row per case known on the day: the kept row where nothing about it is newer, else the facts.
CREATE OR REPLACE FUNCTION case_summaries_on(day date) RETURNS SETOF receivables_casesummary
LANGUAGE sql STABLE AS $$
    SELECT
        kept.case_id, kept.open_bills, kept.bills, kept.originated_on, kept.existing_since, kept.known_since,
        kept.last_fact_on, kept.open_invoice_days, kept.stage_is_sighting, kept.stage, kept.open,
        kept.open_dollar_days, kept.last_moved_on, kept.last_cash_on, kept.settled_on, kept.stage_on, kept.billed,
        kept.collected, kept.reduction, kept.bad_debt, kept.refund_due, kept.concluded_billed,
        kept.concluded_collected, kept.law_firm_id, kept.payoff_status, kept.state
    FROM receivables_casesummary AS kept
    WHERE kept.last_fact_on <= day
    UNION ALL
    SELECT
        told.case_id, told.open_bills, told.bills, told.originated_on, told.existing_since, told.known_since,
        told.last_fact_on, told.open_invoice_days, told.stage_is_sighting, told.stage, told.open,
        told.open_dollar_days, told.last_moved_on, told.last_cash_on, told.settled_on, told.stage_on, told.billed,
        told.collected, told.reduction, told.bad_debt, told.refund_due, told.concluded_billed,
        told.concluded_collected, told.law_firm_id, told.payoff_status, told.state
    FROM receivables_casesummary AS kept
    JOIN case_summaries_from_bills(day) AS told ON told.case_id = kept.case_id
    WHERE kept.last_fact_on > day
$$;
