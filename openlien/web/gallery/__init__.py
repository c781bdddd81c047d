"""The gallery: every component in every state, for the people who build pages."""
