"""The pages of imports: history, upload, check, mapping, report, findings, undo."""
