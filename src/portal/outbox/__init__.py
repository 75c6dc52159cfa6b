"""Events to tell people about, written in the transaction that caused them."""
