"""Passkeys: what a device keeps and guards, and proves without giving it away."""
