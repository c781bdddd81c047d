"""The facts: people and firms, cases, bills, liens, documents, activity."""
