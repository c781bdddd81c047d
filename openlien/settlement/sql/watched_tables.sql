-- People change these; the trail holds each state.
CALL watch_table('settlement_escrowaccount', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('settlement_settlementtype', 'UPDATE OR DELETE');
CALL watch_table('settlement_settlement', 'INSERT OR UPDATE OR DELETE', '{content_hash}');
CALL watch_table('settlement_feeintake', 'INSERT OR UPDATE OR DELETE', '{content_hash}');
CALL watch_table('settlement_settlementcalculation', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('settlement_calculationinput', 'UPDATE OR DELETE', '{lines}');
CALL watch_table('settlement_reductionproposal', 'INSERT OR UPDATE OR DELETE', '{content_hash,trace}');
CALL watch_table('settlement_check', 'INSERT OR UPDATE OR DELETE', '{content_hash}');
