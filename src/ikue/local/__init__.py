"""Starter of the private PostgreSQL for demo and tests, and the `ikue` command. Knows no app."""
