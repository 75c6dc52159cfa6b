"""Two-step verification: what people prove beside their password, and what is left when they lost it."""
