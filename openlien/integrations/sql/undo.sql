-- Cases that a batch made, and cases of others that it changed.
CREATE FUNCTION cases_of_batch(batch uuid) RETURNS TABLE (case_id uuid, is_made boolean)
LANGUAGE sql STABLE AS $$
    SELECT id, true
    FROM cases_case
    WHERE batch_id = batch
    UNION ALL
    SELECT matter.id, false
    FROM cases_case AS matter
    WHERE matter.batch_id IS DISTINCT FROM batch
        AND matter.id IN (
            SELECT case_id FROM cases_bill WHERE batch_id = batch
            UNION
            SELECT case_id FROM cases_stagechange WHERE batch_id = batch
            UNION
            SELECT case_id FROM payments_receipt WHERE batch_id = batch
            UNION
            SELECT bill.case_id
            FROM payments_adjustment AS adjustment
            JOIN cases_bill AS bill ON bill.id = adjustment.bill_id
            WHERE adjustment.batch_id = batch
            UNION
            SELECT coalesce(bill.case_id, change.row_id)
            FROM integrations_importchange AS change
            LEFT JOIN cases_bill AS bill ON bill.id = change.row_id
            WHERE change.batch_id = batch
                AND change.table_name IN ('cases_bill', 'cases_case')
        )
$$;

-- The keys under which a batch stands in the books: those of its facts and of the bills that it changed, and what the
-- demo wrote by hand.
CREATE FUNCTION keys_of_undone(batch uuid) RETURNS TABLE (key text)
LANGUAGE sql STABLE AS $$
    SELECT key
    FROM booked_keys_of_batch(batch)
    UNION ALL
    SELECT kind.event || change.row_id || ':' || change.version_after
    FROM integrations_importchange AS change
    CROSS JOIN (VALUES ('ChargeAdjusted:'), ('RefundDue:')) AS kind (event)
    WHERE change.batch_id = batch
        AND change.table_name = 'cases_bill'
    UNION ALL
    SELECT 'Journal:' || paper.id
    FROM ledger_journalentry AS paper
    WHERE paper.idempotency_key LIKE 'demo:' || batch || ':%'
    UNION ALL
    SELECT posting.key
    FROM ledger_posting AS posting
    JOIN cases_batch AS demo ON demo.id = batch AND demo.kind = 'demo'
    WHERE posting.key LIKE '%:demo:' || batch || ':%'
    UNION ALL
    -- What the demo drew, paid and held in trust stands under the ids of its rows.
    SELECT kind.event || told.id || kind.part
    FROM cases_batch AS demo
    CROSS JOIN LATERAL (
        SELECT 'draw' AS what, moved.id
        FROM funding_movement AS moved
        JOIN funding_warehouseline AS line ON line.id = moved.line_id
        WHERE line.idempotency_key LIKE 'demo:' || batch || ':%'
        UNION ALL
        SELECT 'interest', accrual.id
        FROM funding_interestaccrual AS accrual
        JOIN funding_warehouseline AS line ON line.id = accrual.line_id
        WHERE line.idempotency_key LIKE 'demo:' || batch || ':%'
        UNION ALL
        SELECT 'cost', cost.id
        FROM funding_sitecost AS cost
        JOIN cases_bill AS bill ON bill.id = cost.bill_id
        WHERE bill.batch_id = batch
        UNION ALL
        SELECT 'check', paid.id
        FROM settlement_check AS paid
        JOIN settlement_settlement AS settlement ON settlement.id = paid.settlement_id
        JOIN cases_case AS matter ON matter.id = settlement.case_id
        WHERE matter.batch_id = batch AND paid.status = 'cleared'
        UNION ALL
        SELECT 'transfer', moved.id
        FROM settlement_sharetransfer AS moved
        JOIN cases_case AS matter ON matter.id = moved.case_id
        WHERE matter.batch_id = batch
    ) AS told
    JOIN (VALUES
        ('draw', 'WarehouseDrawn:', ''), ('draw', 'WarehouseRepaid:', ''), ('interest', 'InterestAccrued:', ''),
        ('interest', 'InterestAccrued:', ':fee'), ('cost', 'ProviderPaid:', ''), ('check', 'TrustPaid:', ''),
        ('check', 'SettlementDistributed:', ''), ('transfer', 'TrustShareMoved:', '')
    ) AS kind (what, event, part) ON kind.what = told.what
    WHERE demo.id = batch AND demo.kind = 'demo'
$$;

-- What stands in the way of taking a batch back: one row per kind of thing that was built on it, with its count.
-- The demo writes calls and follow-ups that name no batch, so what entered within ten minutes of it counts as its own.
CREATE FUNCTION batch_obstacles(batch uuid) RETURNS TABLE (obstacle text, count bigint)
LANGUAGE sql STABLE AS $$
    WITH undone AS (
        SELECT
            created_at,
            created_at + CASE kind WHEN 'demo' THEN interval '10 minutes' ELSE interval '0' END AS own_until
        FROM cases_batch
        WHERE id = batch
    ),
    its_case AS MATERIALIZED (
        SELECT case_id, is_made
        FROM cases_of_batch(batch)
    ),
    booked AS MATERIALIZED (
        SELECT key
        FROM keys_of_undone(batch)
    ),
    entered AS (
        SELECT case_id, 'bill' AS thing, batch_id, created_at AS entered_at FROM cases_bill
        UNION ALL
        SELECT case_id, 'payment', batch_id, recorded_at FROM payments_receipt
        UNION ALL
        SELECT bill.case_id, 'adjustment', adjustment.batch_id, adjustment.recorded_at
        FROM payments_adjustment AS adjustment
        JOIN cases_bill AS bill ON bill.id = adjustment.bill_id
        UNION ALL
        SELECT case_id, 'stage change', batch_id, recorded_at FROM cases_stagechange
    ),
    entered_without_batch AS (
        -- Payments, adjustments and stage changes are counted themselves, not by their line on the timeline.
        SELECT case_id, 'activity' AS thing, uuid_extract_timestamp(id) AS entered_at
        FROM cases_activity
        WHERE kind NOT IN ('payment', 'adjustment', 'stage')
        UNION ALL
        SELECT case_id, 'task', uuid_extract_timestamp(id) FROM cases_task
        UNION ALL
        SELECT case_id, 'document', uuid_extract_timestamp(id) FROM cases_document
        UNION ALL
        SELECT case_id, 'coverage', uuid_extract_timestamp(id) FROM cases_coverage
        UNION ALL
        SELECT case_id, 'lien', uuid_extract_timestamp(id) FROM cases_lien
        UNION ALL
        SELECT case_id, 'expense', uuid_extract_timestamp(id) FROM cases_caseexpense
        UNION ALL
        SELECT bill.case_id, 'write-off request', request.requested_at
        FROM payments_writeoffrequest AS request
        JOIN cases_bill AS bill ON bill.id = request.bill_id
        UNION ALL
        -- What a line lent on bills, and what their providers were paid in advance.
        SELECT bill.case_id, 'draw on a warehouse line', moved.recorded_at
        FROM funding_movementpart AS part
        JOIN funding_movement AS moved ON moved.id = part.movement_id
        JOIN cases_bill AS bill ON bill.id = part.bill_id
        UNION ALL
        SELECT bill.case_id, 'site cost', cost.recorded_at
        FROM funding_sitecost AS cost
        JOIN cases_bill AS bill ON bill.id = cost.bill_id
        UNION ALL
        SELECT bill.case_id, 'share of interest', accrual.recorded_at
        FROM funding_interestshare AS share
        JOIN funding_interestaccrual AS accrual ON accrual.id = share.accrual_id
        JOIN cases_bill AS bill ON bill.id = share.bill_id
        UNION ALL
        -- Offers of cases, outside bills and notes are on the timeline; an offer typed for one bill is not.
        SELECT case_id, 'offer', made_at FROM negotiation_offerchangeset WHERE source IN ('typed', 'formula')
    ),
    -- What stands in the books on these cases beside the facts of the batch.
    journal AS (
        SELECT account.case_id, moved.recorded_at AS entered_at
        FROM its_case
        JOIN ledger_caseaccount AS account ON account.case_id = its_case.case_id
        JOIN ledger_casetransaction AS moved ON moved.case_account_id = account.id
        WHERE moved.event NOT IN ('ChargeApproved', 'PaymentReceived', 'ReductionAgreed', 'WriteOffApproved', 'Reversal')
            AND NOT EXISTS (SELECT FROM booked WHERE booked.key = moved.key)
            -- What was taken back since is no matter any more.
            AND NOT EXISTS (SELECT FROM ledger_casetransaction AS later WHERE later.key = 'Reversal:' || moved.key)
            AND NOT EXISTS (SELECT FROM ledger_posting AS later WHERE later.reverses_id = moved.posting_id)
        UNION ALL
        SELECT account.case_id, seal.sealed_at
        FROM its_case
        JOIN ledger_caseaccount AS account ON account.case_id = its_case.case_id
        JOIN ledger_posting AS posting ON posting.case_account_id = account.id
        JOIN ledger_seal AS seal ON seal.id = posting.seal_id
        WHERE NOT EXISTS (SELECT FROM ledger_casetransaction WHERE posting_id = posting.id)
            AND posting.type <> 'reversal'
            AND NOT EXISTS (SELECT FROM booked WHERE booked.key = posting.key)
            AND NOT EXISTS (SELECT FROM ledger_posting AS later WHERE later.reverses_id = posting.id)
        UNION ALL
        SELECT account.case_id, paper.created_at
        FROM its_case
        JOIN ledger_caseaccount AS account ON account.case_id = its_case.case_id
        JOIN ledger_journalentry AS paper ON paper.case_account_id = account.id
        WHERE paper.status IN ('draft', 'pending', 'approved')
    ),
    obstacles AS (
        SELECT CASE WHEN entered.batch_id IS NULL THEN entered.thing ELSE 'import' END AS obstacle
        FROM entered
        JOIN its_case USING (case_id)
        CROSS JOIN undone
        WHERE entered.batch_id IS DISTINCT FROM batch
            AND (its_case.is_made OR entered.entered_at > undone.created_at)
        UNION ALL
        SELECT entered.thing
        FROM entered_without_batch AS entered
        JOIN its_case USING (case_id)
        CROSS JOIN undone
        WHERE entered.entered_at > undone.own_until
        UNION ALL
        SELECT 'journal'
        FROM journal
        CROSS JOIN undone
        WHERE journal.entered_at > undone.own_until
        UNION ALL
        -- Another import has changed a row that this one made or changed.
        SELECT 'import'
        FROM integrations_importchange AS later
        CROSS JOIN undone
        JOIN cases_batch AS later_batch ON later_batch.id = later.batch_id
        WHERE later.batch_id <> batch
            AND later.table_name <> 'cases_namealias'
            AND later_batch.created_at >= undone.created_at
            AND (
                later.row_id IN (SELECT id FROM cases_bill WHERE batch_id = batch)
                OR later.row_id IN (SELECT id FROM cases_case WHERE batch_id = batch)
                OR later.row_id IN (SELECT id FROM cases_party WHERE batch_id = batch)
                OR later.row_id IN (SELECT row_id FROM integrations_importchange WHERE batch_id = batch)
            )
        UNION ALL
        -- A person has changed a row since this import changed it.
        SELECT 'edit'
        FROM integrations_importchange AS own
        LEFT JOIN cases_bill AS bill ON own.table_name = 'cases_bill' AND bill.id = own.row_id
        LEFT JOIN cases_case AS matter ON own.table_name = 'cases_case' AND matter.id = own.row_id
        LEFT JOIN cases_party AS party ON own.table_name = 'cases_party' AND party.id = own.row_id
        WHERE own.batch_id = batch
            AND own.table_name <> 'cases_namealias'
            AND coalesce(bill.version, matter.version, party.version) <> own.version_after
            AND NOT EXISTS (
                SELECT 1
                FROM integrations_importchange AS later
                WHERE later.row_id = own.row_id
                    AND later.id > own.id
            )
    )
    SELECT obstacle, count(*)
    FROM obstacles
    GROUP BY obstacle
    ORDER BY obstacle
$$;

-- Puts back what a batch overwrote. A row's version only ever grows, so the change before it has to know the new one.
CREATE FUNCTION restore_changes_of_batch(batch uuid) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE cases_bill AS bill
    SET number = old.number,
        facility_id = old.facility_id,
        provider_group_id = old.provider_group_id,
        service_on = old.service_on,
        invoice_on = old.invoice_on,
        originated_on = old.originated_on,
        settled_on = old.settled_on,
        billed = old.billed,
        payoff_agreed = old.payoff_agreed,
        payoff_status = old.payoff_status,
        payoff_on = old.payoff_on,
        capped_on = old.capped_on,
        funding_stage = old.funding_stage,
        ar_type = old.ar_type,
        tranche = old.tranche,
        ar_book = old.ar_book,
        stated_open = old.stated_open,
        version = bill.version + 1
    FROM integrations_importchange AS change
    CROSS JOIN LATERAL jsonb_populate_record(NULL::cases_bill, change.before) AS old
    WHERE change.batch_id = batch
        AND change.table_name = 'cases_bill'
        AND bill.id = change.row_id;

    UPDATE cases_case AS matter
    SET law_firm_id = old.law_firm_id,
        attorney_id = old.attorney_id,
        opened_on = old.opened_on,
        date_of_loss = old.date_of_loss,
        state = old.state,
        insurance_limits = old.insurance_limits,
        version = matter.version + 1
    FROM integrations_importchange AS change
    CROSS JOIN LATERAL jsonb_populate_record(NULL::cases_case, change.before) AS old
    WHERE change.batch_id = batch
        AND change.table_name = 'cases_case'
        AND matter.id = change.row_id;

    UPDATE cases_party AS party
    SET name = old.name,
        name_key = old.name_key,
        external_id = old.external_id,
        version = party.version + 1
    FROM integrations_importchange AS change
    CROSS JOIN LATERAL jsonb_populate_record(NULL::cases_party, change.before) AS old
    WHERE change.batch_id = batch
        AND change.table_name = 'cases_party'
        AND party.id = change.row_id;

    UPDATE cases_namealias AS alias
    SET times_seen = (change.before ->> 'times_seen')::integer
    FROM integrations_importchange AS change
    WHERE change.batch_id = batch
        AND change.table_name = 'cases_namealias'
        AND alias.id = change.row_id
        AND alias.times_seen = change.version_after;

    UPDATE integrations_importchange AS earlier
    SET version_after = coalesce(bill.version, matter.version, party.version)
    FROM integrations_importchange AS own
    LEFT JOIN cases_bill AS bill ON own.table_name = 'cases_bill' AND bill.id = own.row_id
    LEFT JOIN cases_case AS matter ON own.table_name = 'cases_case' AND matter.id = own.row_id
    LEFT JOIN cases_party AS party ON own.table_name = 'cases_party' AND party.id = own.row_id
    WHERE own.batch_id = batch
        AND own.table_name <> 'cases_namealias'
        AND earlier.row_id = own.row_id
        AND earlier.batch_id <> batch;

    DELETE FROM integrations_importchange WHERE batch_id = batch;
END $$;

-- Parties of a batch that something still names: one row each.
CREATE FUNCTION named_parties_of_batch(batch uuid) RETURNS TABLE (party_id uuid)
LANGUAGE sql STABLE AS $$
    WITH named (id) AS (
        SELECT patient_id FROM cases_case
        UNION
        SELECT law_firm_id FROM cases_case
        UNION
        SELECT attorney_id FROM cases_case
        UNION
        SELECT facility_id FROM cases_bill
        UNION
        SELECT provider_group_id FROM cases_bill
        UNION
        SELECT belongs_to_id FROM cases_party
        UNION
        SELECT party_id FROM cases_plaintiff
        UNION
        SELECT insurer_id FROM cases_coverage
        UNION
        SELECT adjuster_id FROM cases_coverage
        UNION
        SELECT administrator_id FROM cases_coverage
        UNION
        SELECT holder_id FROM cases_lien
        UNION
        SELECT party_id FROM cases_document
        UNION
        SELECT scope_id FROM identity_membership
        UNION
        SELECT vendor_id FROM ledger_glentry
        UNION
        SELECT vendor_id FROM ledger_journalline
    )
    SELECT party.id
    FROM cases_party AS party
    JOIN named ON named.id = party.id
    WHERE party.batch_id = batch
$$;

-- The months that the demo closed open again, so that what is taken back counts on its own day.
CREATE FUNCTION reopen_months_of_demo(batch uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    wanted date;
BEGIN
    FOR wanted IN
        SELECT period.month
        FROM ledger_period AS period
        JOIN cases_batch AS demo ON demo.id = batch AND demo.kind = 'demo'
        WHERE period.status = 'closed'
            AND period.closed_at BETWEEN demo.created_at AND demo.created_at + interval '10 minutes'
            AND NOT EXISTS (
                SELECT
                FROM ledger_period AS later
                WHERE later.month >= period.month
                    AND (later.status = 'locked'
                        OR later.status = 'closed' AND later.closed_at > demo.created_at + interval '10 minutes')
            )
        ORDER BY period.month DESC
    LOOP
        PERFORM reopen_period(wanted, 'The demo portfolio was removed.');
    END LOOP;
END $$;

-- The papers that the demo wrote and nobody posted go; what was posted is mirrored like everything in the books.
CREATE FUNCTION discard_papers_of_demo(batch uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    discarded uuid[] := ARRAY(
        SELECT id
        FROM ledger_journalentry
        WHERE idempotency_key LIKE 'demo:' || batch || ':%'
            AND status IN ('draft', 'pending', 'approved', 'rejected')
    );
BEGIN
    UPDATE ledger_journalentry
    SET status = 'rejected', rejection_reason = 'The demo portfolio was removed.', approved_by_id = NULL, policy = ''
    WHERE id = ANY (discarded) AND status IN ('pending', 'approved');
    UPDATE ledger_journalentry SET status = 'draft' WHERE id = ANY (discarded) AND status = 'rejected';
    DELETE FROM ledger_journalline WHERE journal_id = ANY (discarded);
    DELETE FROM ledger_journalentry WHERE id = ANY (discarded);
END $$;

-- What was told of the demo's cases beside their facts: offers, settlements, trust, funding, payment plans.
CREATE FUNCTION remove_demo_story(batch uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    told uuid[] := ARRAY(SELECT id FROM cases_case WHERE batch_id = batch);
    bills uuid[] := ARRAY(SELECT id FROM cases_bill WHERE batch_id = batch);
    settled uuid[] := ARRAY(SELECT id FROM settlement_settlement WHERE case_id = ANY (told));
    lines uuid[] := ARRAY(
        SELECT id FROM funding_warehouseline WHERE idempotency_key LIKE 'demo:' || batch || ':%'
    );
    papers uuid[];
    -- Trust accounts that hold the money of these cases alone.
    trusts uuid[] := ARRAY(
        SELECT account.id
        FROM settlement_escrowaccount AS account
        WHERE account.id IN (SELECT escrow_account_id FROM settlement_settlement WHERE id = ANY (settled))
            AND NOT EXISTS (
                SELECT
                FROM settlement_settlement AS other
                WHERE other.escrow_account_id = account.id AND other.id <> ALL (settled)
            )
    );
BEGIN
    PERFORM set_config('openlien.removing_demo', 'yes', true);
    UPDATE negotiation_rounds_round SET settlement_id = NULL WHERE case_id = ANY (told) AND settlement_id IS NOT NULL;
    DELETE FROM negotiation_rounds_round WHERE case_id = ANY (told);
    DELETE FROM settlement_bankmatch
    WHERE check_paid_id IN (SELECT id FROM settlement_check WHERE settlement_id = ANY (settled));
    papers := ARRAY(
        SELECT document_id
        FROM settlement_trustreconciliation
        WHERE account_id = ANY (trusts) AND document_id IS NOT NULL
    );
    DELETE FROM settlement_trustreconciliation WHERE account_id = ANY (trusts);
    DELETE FROM cases_document WHERE id = ANY (papers);
    DELETE FROM settlement_bankline WHERE account_id = ANY (trusts);
    DELETE FROM settlement_bankstatement WHERE account_id = ANY (trusts);
    DELETE FROM settlement_sharetransfer WHERE case_id = ANY (told);
    DELETE FROM settlement_closingstatement WHERE settlement_id = ANY (settled);
    DELETE FROM settlement_check WHERE settlement_id = ANY (settled);
    DELETE FROM settlement_feeintake WHERE settlement_id = ANY (settled);
    DELETE FROM settlement_calculationinput
    WHERE calculation_id IN (SELECT id FROM settlement_settlementcalculation WHERE settlement_id = ANY (settled));
    DELETE FROM settlement_settlementcalculation WHERE settlement_id = ANY (settled);
    DELETE FROM settlement_settlement WHERE id = ANY (settled);
    DELETE FROM settlement_escrowaccount WHERE id = ANY (trusts);
    DELETE FROM settlement_reductionproposal WHERE lien_id IN (SELECT id FROM cases_lien WHERE case_id = ANY (told));
    DELETE FROM payment_plans_reminder WHERE case_id = ANY (told);
    DELETE FROM payment_plans_instalment
    WHERE plan_id IN (SELECT id FROM payment_plans_paymentplan WHERE case_id = ANY (told));
    DELETE FROM payment_plans_paymentplan WHERE case_id = ANY (told);
    DELETE FROM payments_agreedbill WHERE bill_id = ANY (bills);
    DELETE FROM negotiation_agreementvoid
    WHERE agreement_id IN (SELECT id FROM negotiation_payoffagreement WHERE case_id = ANY (told));
    DELETE FROM negotiation_payoffagreement WHERE case_id = ANY (told);
    DELETE FROM negotiation_offerline
    WHERE offer_id IN (SELECT id FROM negotiation_offer WHERE case_id = ANY (told));
    DELETE FROM negotiation_offer WHERE case_id = ANY (told);
    DELETE FROM negotiation_billoffer WHERE bill_id = ANY (bills);
    DELETE FROM negotiation_billofferchange WHERE bill_id = ANY (bills);
    DELETE FROM negotiation_offerchangeset WHERE case_id = ANY (told);
    DELETE FROM negotiation_billnote WHERE bill_id = ANY (bills);
    DELETE FROM negotiation_outsidebill WHERE case_id = ANY (told);
    DELETE FROM negotiation_financialinformation WHERE case_id = ANY (told);
    DELETE FROM funding_sitecost WHERE bill_id = ANY (bills);
    DELETE FROM funding_interestshare
    WHERE accrual_id IN (SELECT id FROM funding_interestaccrual WHERE line_id = ANY (lines));
    DELETE FROM funding_interestaccrual WHERE line_id = ANY (lines);
    DELETE FROM funding_movementpart
    WHERE movement_id IN (SELECT id FROM funding_movement WHERE line_id = ANY (lines));
    DELETE FROM funding_movement WHERE line_id = ANY (lines);
    DELETE FROM funding_ratereset WHERE line_id = ANY (lines);
    DELETE FROM funding_warehouseline WHERE id = ANY (lines);
    PERFORM set_config('openlien.removing_demo', '', true);
END $$;

CREATE FUNCTION mirror_batch(batch uuid, undone_by uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    keys text[] := ARRAY(SELECT key FROM keys_of_undone(batch));
    place int := 1;
BEGIN
    WHILE place <= cardinality(keys) LOOP
        PERFORM mirror_booked(keys[place:place + 19999], undone_by,
            coalesce(nullif(current_setting('openlien.actor_name', true), ''), 'undo'),
            coalesce(current_setting('openlien.source', true), ''),
            coalesce(current_setting('openlien.request_id', true), ''), business_today());
        place := place + 20000;
    END LOOP;
END $$;

-- A case on whose account something stands is never deleted: it keeps its number and the exporting tool's id, and
-- everything about people goes.
CREATE FUNCTION withdraw_cases(withdrawn uuid[]) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    nobody uuid := (SELECT id FROM cases_party WHERE kind = 'patient' AND external_id = 'withdrawn');
BEGIN
    IF cardinality(withdrawn) = 0 THEN
        RETURN;
    END IF;
    IF nobody IS NULL THEN
        INSERT INTO cases_party (
            kind, name, name_key, external_id, gender, language, marital_status, state, version
        )
        VALUES ('patient', 'Withdrawn', 'withdrawn', 'withdrawn', '', '', '', '', 1)
        RETURNING id INTO nobody;
    END IF;
    UPDATE cases_case
    SET withdrawn_at = now(), patient_id = nobody, law_firm_id = NULL, attorney_id = NULL, negotiator_id = NULL,
        mrn = '', date_of_loss = NULL, statute_on = NULL, state = '', accident_type = '', incident_facts = '',
        injuries_summary = '', insurance_limits = '', batch_id = NULL, version = version + 1
    WHERE id = ANY (withdrawn);
    UPDATE ledger_caseaccount
    SET status = 'closed', status_reason = 'Its import was undone', closed_on = greatest(business_today(), opened_on),
        version = version + 1, updated_at = now()
    WHERE case_id = ANY (withdrawn) AND status <> 'closed';
END $$;

-- Takes a batch back. Runs as the owner because the app may not delete stages and money; it therefore refuses by itself
-- what people are refused. Cases go first, which the deferred foreign keys allow, so that what is kept of a case is not
-- worked out again for each of its bills and payments.
CREATE FUNCTION undo_batch(batch uuid, undone_by uuid) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    SET CONSTRAINTS ALL DEFERRED;
    PERFORM 1 FROM cases_batch WHERE id = batch AND undone_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'there is no such batch, or it is undone'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_is_undone_once';
    END IF;
    PERFORM 1 FROM cases_case WHERE id IN (SELECT case_id FROM cases_of_batch(batch)) ORDER BY id FOR UPDATE;
    IF EXISTS (SELECT 1 FROM batch_obstacles(batch)) THEN
        RAISE EXCEPTION 'something was built on this batch'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'batch_is_undone_last';
    END IF;

    -- A closed account takes nothing, not even what takes back.
    UPDATE ledger_caseaccount
    SET status = 'active', status_reason = '', version = version + 1, updated_at = now()
    WHERE status = 'closed' AND case_id IN (SELECT id FROM cases_case WHERE batch_id = batch);
    PERFORM reopen_months_of_demo(batch);
    PERFORM mirror_batch(batch, undone_by);
    PERFORM discard_papers_of_demo(batch);

    CREATE TEMPORARY TABLE undone_case ON COMMIT DROP AS
    SELECT matter.id, booked.is_booked
    FROM cases_case AS matter
    LEFT JOIN ledger_caseaccount AS account ON account.case_id = matter.id
    CROSS JOIN LATERAL (
        SELECT
            EXISTS (SELECT FROM ledger_casetransaction WHERE case_account_id = account.id)
            OR EXISTS (SELECT FROM ledger_glentry WHERE case_account_id = account.id)
            OR EXISTS (SELECT FROM ledger_posting WHERE case_account_id = account.id)
            OR EXISTS (SELECT FROM ledger_journalentry WHERE case_account_id = account.id) AS is_booked
    ) AS booked
    WHERE matter.batch_id = batch;
    ALTER TABLE undone_case ADD PRIMARY KEY (id);
    ANALYZE undone_case;

    IF EXISTS (SELECT FROM cases_batch WHERE id = batch AND kind = 'demo') THEN
        PERFORM remove_demo_story(batch);
    END IF;
    DELETE FROM cases_case WHERE id IN (SELECT id FROM undone_case WHERE NOT is_booked);
    PERFORM withdraw_cases(ARRAY(SELECT id FROM undone_case WHERE is_booked));
    DELETE FROM cases_bill WHERE batch_id = batch;
    DELETE FROM cases_stagechange WHERE batch_id = batch;
    DELETE FROM payments_allocation
    WHERE receipt_id IN (SELECT id FROM payments_receipt WHERE batch_id = batch);
    DELETE FROM payments_receipt WHERE batch_id = batch;
    DELETE FROM payments_adjustment WHERE batch_id = batch;
    DELETE FROM cases_activity WHERE case_id IN (SELECT id FROM undone_case);
    DELETE FROM cases_task WHERE case_id IN (SELECT id FROM undone_case);
    DELETE FROM cases_document WHERE case_id IN (SELECT id FROM undone_case);
    DELETE FROM cases_coverage WHERE case_id IN (SELECT id FROM undone_case);
    DELETE FROM cases_lien WHERE case_id IN (SELECT id FROM undone_case);
    DELETE FROM cases_caseexpense WHERE case_id IN (SELECT id FROM undone_case);
    DELETE FROM cases_injury
    WHERE plaintiff_id IN (SELECT id FROM cases_plaintiff WHERE case_id IN (SELECT id FROM undone_case));
    DELETE FROM cases_plaintiff WHERE case_id IN (SELECT id FROM undone_case);
    DROP TABLE undone_case;

    PERFORM restore_changes_of_batch(batch);
    PERFORM forget_parties_of_batch(batch);

    UPDATE cases_batch SET undone_at = now(), undone_by_id = undone_by WHERE id = batch;
    UPDATE integrations_portfolioimport SET state = 'undone' WHERE batch_id = batch;
END $$;

-- Removes the people and firms that only this batch knows; one that others name stays and belongs to no batch.
CREATE FUNCTION forget_parties_of_batch(batch uuid) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    kinds text[];
    forgotten uuid[];
BEGIN
    -- Members before the firm, insurer or group that they belong to.
    FOREACH kinds SLICE 1 IN ARRAY ARRAY[
        ['patient', 'attorney', 'adjuster', 'facility', 'tpa', 'lienor'],
        ['law_firm', 'insurer', 'provider_group', '', '', '']
    ] LOOP
        forgotten := ARRAY(
            SELECT id
            FROM cases_party
            WHERE batch_id = batch
                AND kind = ANY (kinds)
                AND id NOT IN (SELECT party_id FROM named_parties_of_batch(batch))
        );
        DELETE FROM cases_contactpoint WHERE party_id = ANY (forgotten);
        DELETE FROM cases_namealias WHERE party_id = ANY (forgotten);
        DELETE FROM cases_party WHERE id = ANY (forgotten);
    END LOOP;
    UPDATE cases_party SET batch_id = NULL WHERE batch_id = batch;
    DELETE FROM cases_namealias AS alias
    USING cases_party AS party
    WHERE alias.batch_id = batch
        AND party.id = alias.party_id
        AND party.name <> alias.name;
    UPDATE cases_namealias SET batch_id = NULL WHERE batch_id = batch;
END $$;

REVOKE EXECUTE ON FUNCTION undo_batch(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION undo_batch(uuid, uuid) TO openlien_app;
