"""What staff type, as values or as errors by the name of the field; nothing here reads or writes anything."""
