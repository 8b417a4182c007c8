"""Pages of 多機関協働; each makes one call into the domain."""
