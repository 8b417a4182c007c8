"""The fields of インテーク・アセスメントシート: dated data, since the official form changes."""

from ikue.kernel.masterdata import Source

SOURCES = (
    Source(
        model="consultation.AssessmentField",
        file="assessment_fields.csv",
        key=("code", "valid_from"),
    ),
)
