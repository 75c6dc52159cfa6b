"""Acties: one reading of the open questionnaires and upload requests of a person."""
