"""Pages of law firms."""
