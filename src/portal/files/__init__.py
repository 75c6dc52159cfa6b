"""Stored bytes: encrypted, durable, addressed by our own ids."""
