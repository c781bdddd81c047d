-- The instalments of a plan sum to the plan when a transaction ends.
CREATE OR REPLACE FUNCTION check_payment_plan() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
    touched uuid;
BEGIN
    touched := CASE
        WHEN TG_TABLE_NAME = 'payment_plans_paymentplan' THEN (to_jsonb(NEW) ->> 'id')::uuid
        WHEN TG_OP = 'DELETE' THEN (to_jsonb(OLD) ->> 'plan_id')::uuid
        ELSE (to_jsonb(NEW) ->> 'plan_id')::uuid
    END;
    IF EXISTS (
        SELECT
        FROM payment_plans_paymentplan AS plan
        WHERE plan.id = touched
            AND plan.amount IS DISTINCT FROM (
                SELECT sum(instalment.amount)
                FROM payment_plans_instalment AS instalment
                WHERE instalment.plan_id = plan.id
            )
    ) THEN
        RAISE EXCEPTION 'the instalments of a plan sum to the plan'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'instalments_sum_to_their_plan';
    END IF;
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS payment_plan_is_whole ON payment_plans_paymentplan;
CREATE CONSTRAINT TRIGGER payment_plan_is_whole AFTER INSERT OR UPDATE ON payment_plans_paymentplan
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_payment_plan();
DROP TRIGGER IF EXISTS instalments_are_whole ON payment_plans_instalment;
CREATE CONSTRAINT TRIGGER instalments_are_whole AFTER INSERT OR UPDATE OR DELETE ON payment_plans_instalment
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_payment_plan();
REVOKE DELETE ON payment_plans_paymentplan, payment_plans_reminder FROM openlien_app;
