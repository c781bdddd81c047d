"""Fee schedules."""
