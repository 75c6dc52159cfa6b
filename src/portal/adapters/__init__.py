"""The outside world, each behind a Protocol: mail, storage, encryption, PDF, the clock."""
