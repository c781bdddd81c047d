-- One row per receipt whose parts do not sum to it.
SELECT receipt.id
FROM payments_receipt AS receipt
LEFT JOIN payments_allocation AS part ON part.receipt_id = receipt.id
GROUP BY receipt.id
HAVING receipt.amount <> coalesce(sum(part.amount), 0)
ORDER BY receipt.id
