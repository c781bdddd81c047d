"""Portfolio exports become facts: staged, judged across rows, merged in one transaction, reported, undone."""
