-- One row per closed month that an event which is waiting has to be posted in.
SELECT DISTINCT month_of(occurred_on) AS month
FROM case_event
WHERE month_of(occurred_on) <= (SELECT max(month) FROM ledger_period WHERE status <> 'open')
    AND (payment <> 0 OR refund_due <> 0 OR contracted <> 0 OR written_off <> 0)
ORDER BY month
