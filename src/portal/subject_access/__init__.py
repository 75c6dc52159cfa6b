"""What the portal holds and has recorded about a person, for that person (GDPR articles 15, 16 and 20)."""
