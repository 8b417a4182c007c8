"""区民の入口。「受け止め、つながり、支え合う、あらかわ」— the residents' door; it knows no case."""
