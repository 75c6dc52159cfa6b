"""HTTP of companies: extra accounts, and for whom somebody acts."""
