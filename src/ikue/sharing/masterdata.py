"""The law's table and the ward's standing decisions, as readable files."""

from ikue.kernel.masterdata import Source

SOURCES = (
    Source(model="sharing.LegalBasis", file="legal_bases.toml", key=("code", "valid_from")),
    Source(
        model="sharing.StandingDecision",
        file="standing_decisions.csv",
        key=("from_window", "to_window", "purpose", "valid_from"),
    ),
)
