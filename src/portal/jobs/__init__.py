"""Background work that survives a restart."""
