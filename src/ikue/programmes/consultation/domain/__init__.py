"""Verbs of ① 包括的相談支援: receive anybody, then decide with them what comes next."""
