CALL watch_table('negotiation_offer', 'INSERT OR UPDATE OR DELETE', '{content_hash}');
CALL watch_table('negotiation_offerline', 'UPDATE OR DELETE');
CALL watch_table('negotiation_negotiationpolicy', 'UPDATE OR DELETE');
CALL watch_table('negotiation_outsidebill', 'INSERT OR UPDATE OR DELETE', '{content_hash}');
CALL watch_table('negotiation_financialinformation', 'INSERT OR UPDATE OR DELETE');
REVOKE DELETE ON negotiation_financialinformation FROM openlien_app;
