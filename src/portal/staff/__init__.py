"""The back-office: it owns no table, reads for staff only, and writes through the features' operations."""
