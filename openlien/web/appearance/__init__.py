"""How the pages look to this person: theme, density, single-letter keys."""
