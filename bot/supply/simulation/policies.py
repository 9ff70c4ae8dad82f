"""The ways of buying that `--policy` names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.rules.reorder import Costs
from bot.supply.simulation.bargaining import OwnTalker
from bot.supply.simulation.buyers import OwnBuyer
from bot.supply.simulation.min_max import typed_last_year
from bot.supply.simulation.outcome import HOLDING_RATE, ORDERING_MINOR
from bot.supply.simulation.policy import Policy, policy_at
from bot.supply.simulation.world import World

OURS, OURS_AS_ASKED, MIN_MAX = "ours", "ours_as_asked", "min_max"


@dataclass(frozen=True, slots=True)
class Named:
    """Makes the policy of a name, for each world anew.

    Args:
        policy: `ours`; `ours_as_asked`, which agrees to the prices that are asked; `min_max`;
            or `package.module:object`.
        service_level, line_minor: of ours; see `OwnBuyer`.
    """

    policy: str
    service_level: float | None = None
    line_minor: int = ORDERING_MINOR

    def __call__(self, world: World) -> Policy:
        """
        Raises:
            CommandFailed: there is no such policy, or it cannot buy.
        """
        if self.policy == MIN_MAX:
            return replace(typed_last_year(world), name=MIN_MAX)
        if self.policy not in {OURS, OURS_AS_ASKED}:
            return policy_at(self.policy)(world)
        return OwnBuyer(
            service_level=self.service_level,
            costs=Costs(self.line_minor, HOLDING_RATE),
            talker=OwnTalker() if self.policy == OURS else None,
            name=self.policy,
        )
