"""Audit entries: who did what, when, in the transaction of the act itself."""
