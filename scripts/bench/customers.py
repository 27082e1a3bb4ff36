"""What customers.lua tells wrk, for Python: names, and skewed access."""

import itertools
import random

from records import crm, mail  # noqa: F401

EXPONENT = 0.99


def zipf(count, draws, seed=1):
    """Numbers of customers, some far more often than others, as customers.lua scatters them."""
    ranks = range(1, count + 1)
    sums = list(itertools.accumulate(1 / rank**EXPONENT for rank in ranks))
    return [rank * 7919 % count for rank in random.Random(seed).choices(ranks, cum_weights=sums, k=draws)]
