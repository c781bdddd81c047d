"""Documents: files that belong to a case or support a journal, kept, recognised, replaced, withdrawn."""
