"""多機関協働 keeps no table yet: a request to it is a Referral, on the coordinator's list."""
