CALL watch_table('payment_plans_paymentplan', 'INSERT OR UPDATE OR DELETE', '{content_hash}');
CALL watch_table('payment_plans_instalment', 'UPDATE OR DELETE');
CALL watch_table('payment_plans_reminder', 'UPDATE OR DELETE', '{content_hash}');
