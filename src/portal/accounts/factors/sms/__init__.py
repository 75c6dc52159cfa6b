"""Codes by text message: the numbers they go to, the codes themselves, and how they are sent."""
