-- Who read in what, matched what, moved what, completed what.
CALL watch_table('settlement_bankstatement', 'INSERT OR UPDATE OR DELETE', '{content}');
CALL watch_table('settlement_bankline', 'UPDATE OR DELETE');
CALL watch_table('settlement_bankmatch', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('settlement_sharetransfer', 'INSERT OR UPDATE OR DELETE', '{content_hash}');
CALL watch_table('settlement_trustreconciliation', 'INSERT OR UPDATE OR DELETE', '{facts}');
CALL watch_table('settlement_closingstatement', 'INSERT OR UPDATE OR DELETE', '{facts}');
