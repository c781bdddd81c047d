-- Nobody had said anything of the payoff of a bill before the agreement that names it; one row per bill of an agreement.
INSERT INTO payments_agreedbill (agreement_id, bill_id, payoff_status)
SELECT agreement.id, line.bill_id, 'unknown'
FROM negotiation_payoffagreement AS agreement
JOIN negotiation_offerline AS line ON line.offer_id = agreement.offer_id
WHERE agreement.offer_id = ANY (%(offers)s)
