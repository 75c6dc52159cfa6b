"""The HTTP of upload requests."""
