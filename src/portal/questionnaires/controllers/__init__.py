"""The HTTP of questionnaires."""
