"""The residents' door keeps no table: what is dropped in lies sealed in `frontdoor`."""
