"""Fee schedules: versions, prices, look-up, and what a new version would change."""
