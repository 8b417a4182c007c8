"""Sentences said on more than one page of 多機関協働."""

LEFT = "（手を離した世帯）"
"""How a household is called whose circle the window has left."""
