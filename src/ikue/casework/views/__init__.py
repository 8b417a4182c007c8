"""Pages of the thread; each makes one call into the domain."""
