-- Moves offers one step along their states; one row per offer.
UPDATE negotiation_offer AS offer
SET status = step.status,
    needs_approval = CASE WHEN step.status = 'submitted' THEN step.is_limited ELSE offer.needs_approval END,
    submitted_by_id = CASE WHEN step.status = 'submitted' THEN step.person_id ELSE offer.submitted_by_id END,
    submitted_at = CASE WHEN step.status = 'submitted' THEN step.happened_at ELSE offer.submitted_at END,
    approved_by_id = CASE
        WHEN step.status = 'approved' AND step.is_limited THEN step.person_id
        ELSE offer.approved_by_id
    END,
    approved_at = CASE WHEN step.status = 'approved' THEN step.happened_at ELSE offer.approved_at END,
    sent_at = CASE WHEN step.status = 'sent' THEN step.happened_at ELSE offer.sent_at END,
    ended_on = CASE WHEN step.is_end THEN step.happened_at::date END,
    ended_at = CASE WHEN step.is_end THEN step.happened_at END,
    ended_by_id = CASE WHEN step.is_end THEN step.person_id END,
    ending_reason = step.reason,
    version = offer.version + 1
FROM unnest(
    %(offers)s::uuid[], %(statuses)s::text[], %(people)s::uuid[], %(moments)s::timestamptz[], %(limited)s::boolean[],
    %(ends)s::boolean[], %(reasons)s::text[]
) AS step (offer_id, status, person_id, happened_at, is_limited, is_end, reason)
WHERE offer.id = step.offer_id
