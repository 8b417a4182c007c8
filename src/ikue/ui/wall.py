"""The interface keeps no table."""
