-- Facts that entered are known by their batch or their own columns; what changes them is booked.
CALL watch_table('cases_party', 'UPDATE OR DELETE');
CALL watch_table('cases_contactpoint', 'UPDATE OR DELETE');
CALL watch_table('cases_case', 'UPDATE OR DELETE', '{search,stage,stage_on}');
CALL watch_table('cases_plaintiff', 'UPDATE OR DELETE');
CALL watch_table('cases_injury', 'UPDATE OR DELETE');
CALL watch_table('cases_bill', 'UPDATE OR DELETE');
CALL watch_table('cases_coverage', 'UPDATE OR DELETE');
CALL watch_table('cases_lien', 'UPDATE OR DELETE');
CALL watch_table('cases_caseexpense', 'UPDATE OR DELETE');
CALL watch_table('cases_feeschedule', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('cases_feescheduleversion', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('cases_feescheduleline', 'UPDATE OR DELETE');
CALL watch_table('cases_document', 'INSERT OR UPDATE OR DELETE');
CALL watch_table('cases_task', 'UPDATE OR DELETE');
