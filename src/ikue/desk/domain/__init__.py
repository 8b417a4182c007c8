"""What the desk shows: small queries over the records below, each answer a frozen dataclass."""
