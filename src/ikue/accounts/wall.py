"""Accounts are declared with the tables that login needs (`audit.wall`): staff, not residents."""
