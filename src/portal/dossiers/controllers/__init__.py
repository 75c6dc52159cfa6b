"""HTTP of dossiers and documents."""
