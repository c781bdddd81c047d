"""The Activity tab of a case, the call log, and everybody's work."""
