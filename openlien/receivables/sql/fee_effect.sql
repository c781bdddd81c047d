-- One row: how many open bills a schedule's prices of a span of days would price differently, and by how much.
SELECT
    count(*) FILTER (WHERE priced.retail <> priced.billed) AS bills,
    count(*) AS priced,
    coalesce(sum(priced.retail - priced.billed) FILTER (WHERE priced.retail <> priced.billed), 0) AS difference
FROM (
    SELECT bill.billed, price.retail * bill.quantity AS retail
    FROM unnest(%(codes)s::text[], %(prices)s::numeric[]) AS price (code, retail)
    JOIN cases_bill AS bill ON bill.code = price.code
    JOIN receivables_billbalance AS balance ON balance.bill_id = bill.id
    WHERE balance.open > 0
        AND bill.service_on >= %(since)s
        AND (%(until)s::date IS NULL OR bill.service_on <= %(until)s)
        AND CASE WHEN %(facility)s::uuid IS NULL
            THEN NOT EXISTS (
                SELECT FROM cases_feeschedule AS own WHERE own.facility_id = bill.facility_id
            )
            ELSE bill.facility_id = %(facility)s
        END
) AS priced
