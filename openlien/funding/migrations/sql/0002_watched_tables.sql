CALL watch_table('funding_warehouseline', 'INSERT OR UPDATE OR DELETE', '{idempotency_key,content_hash}');
REVOKE UPDATE, DELETE ON funding_ratereset, funding_movement, funding_movementpart, funding_sitecost, funding_interestaccrual,
    funding_interestshare FROM openlien_app;
