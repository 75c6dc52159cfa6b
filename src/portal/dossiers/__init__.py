"""Dossiers, who may see them, their documents and their progress."""
