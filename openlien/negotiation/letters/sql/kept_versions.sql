-- A version of the letter is written once; the app adds the next one and never changes an earlier one.
REVOKE UPDATE, DELETE ON negotiation_letters_letterversion FROM openlien_app;
CALL watch_table('negotiation_letters_letterversion', 'INSERT OR UPDATE OR DELETE');
