"""What is measured: a trial is a generator that yields a row's name, our figure and the peer's, round after round."""

import collections

Trial = collections.namedtuple("Trial", "rows run")

TRIALS = []


def trial(*rows):
    """Declares a trial of those rows, which is handed the scene and the names of the rows that are wanted."""

    def declare(run):
        TRIALS.append(Trial(rows, run))
        return run

    return declare
