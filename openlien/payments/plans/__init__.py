"""Payment plans: what is to come when, what came of it, and who is reminded."""
