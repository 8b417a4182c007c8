from ikue.kernel.masterdata import Source

SOURCES = (
    Source(model="policy.PlanVersion", file="plan_versions.toml", key=("year",)),
    Source(
        model="policy.PolicyNode",
        file="policy_nodes.toml",
        key=("version", "code"),
        links={
            "version": ("policy.PlanVersion", "year"),
            "parent": ("policy.PolicyNode", "code", "version"),
        },
    ),
)
