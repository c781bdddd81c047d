"""The way into a negotiator's day: firms and their cases, what is due on them, and whose they are."""
