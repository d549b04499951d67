"""How many cases the property tests draw: a fifth of them by default, most of them in CI.

``HYPOTHESIS_PROFILE`` chooses: "quick" (the default) and "ci" draw the same cases on every run, so
a red build can be repeated anywhere; "explore" draws new ones; "mutation" draws few and is for a
tool that runs the same tests hundreds of times, in one process and against changed code.
Of a thousand cases or more CI draws half, and only "explore" draws all: the faults that are planted
are found by a fifth of them, and those of the mutation sample by a twentieth.
No profile has a deadline: a shared machine is slow at times, and that is not a bug of the model.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

SHARES = {"quick": 0.2, "ci": 1.0, "explore": 1.0, "mutation": 0.05}
LEAST = 25
MANY = 1_000
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "quick")


def load_profile() -> None:
    """Register the profiles and load the one that was chosen."""
    for name, share in SHARES.items():
        # There one failing case is enough: nobody reads it, so it need not be made smaller.
        phases = [Phase.explicit, Phase.generate] if name == "mutation" else tuple(Phase)
        passed_over = list(HealthCheck) if name == "mutation" else [HealthCheck.too_slow]
        settings.register_profile(
            name,
            derandomize=name != "explore",
            deadline=None,
            database=None,
            print_blob=True,
            max_examples=round(100 * share) or 1,
            phases=phases,
            suppress_health_check=passed_over,
        )
    settings.load_profile(PROFILE)


def cases(most: int) -> settings:
    """Return the settings of a test that draws ``most`` cases in CI, and its share elsewhere."""
    share = SHARES[PROFILE]
    if PROFILE == "ci" and most >= MANY:
        share /= 2
    return settings(max_examples=max(min(LEAST, most), round(most * share)))
