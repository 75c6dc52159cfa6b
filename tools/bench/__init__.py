"""Measuring the real server: what a request costs, and that its cost does not grow with the office."""
