"""Pages of fee schedules."""
