"""The five rows of the plan's table of 地域づくり事業."""

from ikue.kernel.masterdata import Source

SOURCES = (
    Source(
        model="community.CommunityProject",
        file="projects.csv",
        key=("code", "valid_from"),
        links={"field": ("directory.Field", "code")},
    ),
)
