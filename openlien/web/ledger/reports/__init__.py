"""Financial reports on screen, as CSV, XLSX and PDF."""
