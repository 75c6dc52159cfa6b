"""The back-office; it owns no table and calls the operations of the features."""
