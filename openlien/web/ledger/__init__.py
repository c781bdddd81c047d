"""Pages of the books: case accounts, journals, approval queue, chart of accounts, periods, reports."""
