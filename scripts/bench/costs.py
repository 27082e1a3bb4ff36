"""What a request costs: the processor time of each process that has a part in it, which tells what limits a row."""

import contextlib
import os
import statistics
import time

from processes import busy_seconds, processor_seconds


class Costs:
    def __init__(self):
        self.rounds = {}

    @contextlib.contextmanager
    def of(self, row, side, **processes):
        """Measures the block, which appends how many requests it made to the list it is handed."""
        requests = []
        begun, busy = time.monotonic(), busy_seconds()
        before = {name: processor_seconds(pid) for name, pid in processes.items()}
        yield requests
        spent = {name: (processor_seconds(pid) - before[name]) / sum(requests) * 1e6 for name, pid in processes.items()}
        share = (busy_seconds() - busy) / (time.monotonic() - begun) / os.cpu_count()
        self.rounds.setdefault(row, {}).setdefault(side, []).append((spent, share))

    def notes(self):
        for row, sides in self.rounds.items():
            told = "; ".join(f"{side}: {self.told(rounds)}" for side, rounds in sides.items())
            yield f"{row}, processor time a request: {told}"

    @staticmethod
    def told(rounds):
        parts = [f"{name} {statistics.median(spent[name] for spent, _ in rounds):.1f} µs" for name in rounds[0][0]]
        return f"{', '.join(parts)} (processors {statistics.median(share for _, share in rounds):.0%} busy)"
