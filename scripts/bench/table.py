"""Rows of the benchmark and the one table that tells them."""

import dataclasses
import statistics

UNITS = {"/s": "{:,.0f}/s", "s": "{:,.1f} s", "ms": "{:,.2f} ms", "MB": "{:,.0f} MB", "KB": "{:,.1f} KB"}


@dataclasses.dataclass(frozen=True)
class Row:
    """One comparison. What is wanted is a bound of the ratio, or of our own figure where `absolute`; none where the
    peer is there for orientation only."""

    name: str
    what: str
    peer: str
    unit: str
    at_least: float | None = None
    at_most: float | None = None
    absolute: bool = False
    # Our own figure that is good enough, whatever the ratio.
    or_within: float | None = None
    # Measured only when it is asked for: it takes longer than all others may.
    long: bool = False
    # Measured in one round: it takes long, and hardly differs from one to the next.
    once: bool = False

    @property
    def wanted(self):
        if self.at_least is None and self.at_most is None:
            return "orientation"
        sign, bound = ("≥", self.at_least) if self.at_least is not None else ("≤", self.at_most)
        enough = f" or {self.show(self.or_within)}" if self.or_within is not None else ""
        return f"{sign} {self.show(bound) if self.absolute else f'{bound:g} x'}{enough}"

    def show(self, figure):
        return UNITS[self.unit].format(figure)

    def reached(self, ours, ratio):
        if self.or_within is not None and ours <= self.or_within:
            return True
        figure = ours if self.absolute else ratio
        if self.at_least is not None:
            return figure >= self.at_least
        return self.at_most is None or figure <= self.at_most


class Table:
    """Gathers rounds and prints them as Markdown."""

    def __init__(self, rows, rounds_wanted):
        self.rows = rows
        self.rounds_wanted = rounds_wanted
        self.rounds = {row.name: [] for row in rows}
        self.notes = []
        self.failures = {}

    def add(self, name, ours, peer):
        self.rounds[name].append((ours, peer))

    def note(self, text):
        if text not in self.notes:
            self.notes.append(text)

    def fail(self, names, reason):
        for name in names:
            self.failures[name] = reason

    @property
    def is_whole(self):
        return not self.failures and all(len(self.rounds[row.name]) >= self.rounds_of(row) for row in self.rows)

    def rounds_of(self, row):
        return 1 if row.once else self.rounds_wanted

    def markdown(self, heading):
        lines = [
            heading,
            "",
            "| row | what | ours | peer | | ratio | spread | wanted | |",
            "|---|---|--:|---|--:|--:|--:|--:|---|",
        ]
        lines += [self.line(row) for row in self.rows]
        return "\n".join(lines + [""] + [f"- {note}" for note in self.notes])

    def line(self, row):
        rounds = self.rounds[row.name]
        if row.name in self.failures or not rounds:
            reason = self.failures.get(row.name, "not measured")
            return f"| {row.name} | {row.what} | | {row.peer} | | | | {row.wanted} | {reason} |"
        ours = statistics.median(each for each, _ in rounds)
        peer = statistics.median(each for _, each in rounds)
        ratios = [one / other for one, other in rounds]
        ratio = statistics.median(ratios)
        few = f" ({len(rounds)} rounds only)" if len(rounds) < self.rounds_of(row) else ""
        verdict = "" if row.wanted == "orientation" else "reached" if row.reached(ours, ratio) else "**missed**"
        return (
            f"| {row.name} | {row.what} | {row.show(ours)} | {row.peer} | {row.show(peer)} | {ratio:.2f} "
            f"| {min(ratios):.2f}–{max(ratios):.2f}{few} | {row.wanted} | {verdict} |"
        )
