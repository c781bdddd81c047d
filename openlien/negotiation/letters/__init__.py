"""The letter in which an offer goes to the firm: its template with versions, its fields, its paper."""
