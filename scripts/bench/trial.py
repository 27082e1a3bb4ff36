"""What is measured: a trial is a generator that yields a row's name, our figure and the peer's, round after round."""

import collections

Trial = collections.namedtuple("Trial", "rows run")

FIRST, LAST = [], []


def trial(*rows):
    """Declares a trial of those rows, which is handed the scene and the names of the rows that are wanted."""

    def declare(run):
        FIRST.append(Trial(rows, run))
        return run

    return declare


def last_trial(earlier):
    """Declares more rounds of the rows of an earlier trial, after all others."""

    def declare(run):
        LAST.extend(Trial(one.rows, run) for one in FIRST if one.run is earlier)
        return run

    return declare
