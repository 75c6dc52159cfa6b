"""Composing and delivering what is in the outbox."""
