"""Upload requests and the files that answer them."""
