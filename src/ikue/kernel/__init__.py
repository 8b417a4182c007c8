"""核。Clock, fiscal year and 和暦, business days, transition tables, wall declarations.

A closed list that knows no noun of the domain: anything that mentions a person, a window or a case
belongs above."""
