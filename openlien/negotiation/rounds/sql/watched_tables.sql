CALL watch_table('negotiation_rounds_round', 'INSERT OR UPDATE OR DELETE', '{content_hash}');
