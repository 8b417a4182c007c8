"""Benchmarks of the pages, with all safety on: `python -m bench`. See docs/testing.md."""
