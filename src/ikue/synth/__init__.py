"""架空の区。A synthetic ward, written through the domain's verbs; every screen says 架空データ."""
