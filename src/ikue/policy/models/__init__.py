from ikue.policy.models.plan_version import PlanVersion
from ikue.policy.models.policy_node import PolicyNode

__all__ = ["PlanVersion", "PolicyNode"]
