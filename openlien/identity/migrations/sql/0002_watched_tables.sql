CALL watch_table('identity_user', 'INSERT OR UPDATE OR DELETE', '{password,last_login,last_seen_at}');
CALL watch_table('identity_membership', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('identity_apitoken', 'INSERT OR UPDATE OR DELETE', '{secret_hash,last_used_at}');
REVOKE INSERT, UPDATE, DELETE ON identity_auditentry FROM openlien_app;
REVOKE UPDATE, DELETE ON identity_accessentry FROM openlien_app;
