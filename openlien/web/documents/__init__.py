"""Documents: those of a case, one with its versions, the file itself."""
