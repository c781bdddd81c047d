"""Fee schedules: what a code retails for, by version and day."""
