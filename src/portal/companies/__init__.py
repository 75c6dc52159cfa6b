"""Companies with accounts of their own: who acts for one, what each may do, and for whom somebody acts now."""
