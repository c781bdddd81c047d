"""Pages: the Payments tab of a case, its payment plan and its reminders."""
