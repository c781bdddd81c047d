"""Pages: the report of one case as PDF."""
