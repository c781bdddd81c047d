"""Pages: reports of offers, contacts, payment plans and negotiators."""
