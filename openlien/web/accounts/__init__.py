"""Sign-in and the own account."""
