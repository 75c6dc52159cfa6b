"""The only writers of companies, their members, and the access that follows from both."""
