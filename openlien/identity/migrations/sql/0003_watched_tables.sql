CALL watch_table('mfa_authenticator', 'INSERT OR DELETE', '{data,last_used_at}');
