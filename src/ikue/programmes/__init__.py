"""The five programmes of 社会福祉法 106条の4, independent of one another, above one spine."""
