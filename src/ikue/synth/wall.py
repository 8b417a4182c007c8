"""The synthetic ward keeps no table of its own: it writes through the domain's verbs."""
