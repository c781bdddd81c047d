"""The database server and its roles: started, prepared and guarded here."""
