"""The demo office: made once, with life in it; refused in production."""
