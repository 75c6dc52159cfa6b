"""What the demo shows of its mails."""
