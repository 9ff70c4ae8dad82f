"""`python -m tests.negotiation`: play the courses, print one table; status 1 when one fails."""

from __future__ import annotations

import argparse
import time

from tests.negotiation.courses import Outcome, play
from tests.negotiation.suppliers import TEMPERS
from tests.negotiation.table import holds, render

#: Not among the seeds that the concession was tuned on, 1 to 10. Of those, the five from 6 agreed
#: in 95.5 % (95.0 at least) and kept 62.2 % (61.4 at least). Measured, not tuned on: 3001 to 3010.
_SEED = 20_261_127


def negotiate(count: int, seed: int) -> list[Outcome]:
    """So many courses, the kinds of suppliers in turn."""
    kinds = list(TEMPERS)
    played = [play(kinds[at % len(kinds)], f"{seed}.{at}") for at in range(count)]
    return sorted(played, key=lambda one: kinds.index(one.kind))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.negotiation", description=__doc__)
    parser.add_argument("--courses", type=int, default=1_000, help="how many (1,000)")
    parser.add_argument("--seed", type=int, default=_SEED, help=f"of the draws ({_SEED})")
    given = parser.parse_args()
    began = time.monotonic()
    outcomes = negotiate(given.courses, given.seed)
    print(f"{given.courses} courses, seed {given.seed}, {time.monotonic() - began:.1f} s")
    print(render(outcomes))
    return 0 if holds(outcomes) else 1


if __name__ == "__main__":
    raise SystemExit(main())
