from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from ikue.policy.models import PlanVersion, PolicyNode


@dataclass(frozen=True)
class Branch:
    """An item of the plan with what stands below it, in the plan's order."""

    node: PolicyNode
    children: tuple["Branch", ...]

    def walk(self) -> Iterator[PolicyNode]:
        """This item and all below it, in the order of the printed plan."""
        yield self.node
        for child in self.children:
            yield from child.walk()


def version_in_force(on: date) -> PlanVersion | None:
    """The plan that holds on that day; where two overlap, the later one."""
    return PlanVersion.objects.in_force(on).order_by("-valid_from").first()


def tree(on: date) -> Branch | None:
    """施策体系図 of the plan in force: 基本理念 → 基本方針 → 施策 → 細項目. None without a plan."""
    version = version_in_force(on)
    if version is None:
        return None
    below: dict[UUID | None, list[PolicyNode]] = defaultdict(list)
    for node in PolicyNode.objects.filter(version=version).order_by("order"):
        below[node.parent_id].append(node)
    roots = below[None]
    return grown(roots[0], below) if roots else None


def grown(node: PolicyNode, below: Mapping[UUID | None, Sequence[PolicyNode]]) -> Branch:
    children = below.get(node.pk, ())
    return Branch(node, tuple(grown(child, below) for child in children))


def named(text: str, on: date) -> list[PolicyNode]:
    """The items that carry this text in their name or in another spelling of it."""
    root = tree(on)
    nodes = root.walk() if root else iter(())
    return [node for node in nodes if any(text in name for name in (node.name, *node.aliases))]
