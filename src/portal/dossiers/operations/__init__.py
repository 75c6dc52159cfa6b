"""The only writers of dossiers, documents and progress."""
