"""Client portal for Dutch civil-law notary offices."""
