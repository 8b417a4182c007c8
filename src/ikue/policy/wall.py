"""The plan as published: no residents, written only by the owner when master data is loaded."""

from ikue.kernel.wall import Open

REASON = "the published plan: no residents"

OPEN = (
    Open(name="policy_planversion", grants=("SELECT",), reason=REASON),
    Open(name="policy_policynode", grants=("SELECT",), reason=REASON),
)
