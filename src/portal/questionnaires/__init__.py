"""Questionnaires: definitions, the form engine, responses and their PDF."""
