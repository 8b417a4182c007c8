"""The long proofs: `python -m tests.proofs` at full size, the same at sample size in the suite.

A proof returns its figures; what they mean stands in its own docstring.
"""
