"""Measures the rows that are asked for and prints one table. scripts/bench.sh calls it when all it needs is there."""

import argparse
import datetime
import os
import pathlib
import platform
import signal
import sys
import time

import advising  # noqa: F401 (each of these declares its trials)
import hooks  # noqa: F401
import importing  # noqa: F401
import reading  # noqa: F401
import searching  # noqa: F401
import sharing  # noqa: F401
import streaming
import telling  # noqa: F401
import tracking  # noqa: F401
import visiting  # noqa: F401
import writing  # noqa: F401
from processes import allow_files, run
from scene import Scene
from table import Table
from trial import FIRST, LAST

MINUTES = 14.5


class TimeIsUp(BaseException):
    """The benchmark has run as long as it may."""


def main():
    words = argparse.ArgumentParser()
    words.add_argument("--only", action="append", default=[])
    words.add_argument("--all", action="store_true")
    words.add_argument("--records", type=int, default=1_000_000)
    words.add_argument("--rounds", type=int, default=3)
    words.add_argument("--seconds", type=int, default=3)
    words.add_argument("--list", action="store_true")
    words.add_argument("--folder", type=pathlib.Path)
    words.add_argument("--clientele", type=pathlib.Path)
    words.add_argument("--bare", type=pathlib.Path)
    options = words.parse_args()
    rows = [row for trial in FIRST for row in trial.rows]
    if options.list:
        for row in rows:
            print(f"{row.name:16} {filled(f'{row.what}, against {row.peer}', options)}; {row.wanted}")
        return 0
    unknown = set(options.only) - {row.name for row in rows}
    if unknown:
        words.error(f"no such row: {', '.join(sorted(unknown))}; --list names them")
    return measure([row for row in rows if is_wanted(row, options)], options)


def is_wanted(row, options):
    return row.name in options.only if options.only else options.all or not row.long


def measure(rows, options):
    """Prints the table, whatever became of the rows; the result is the exit code."""
    names = {row.name for row in rows}
    table = Table(rows, options.rounds)
    if not any(row.long for row in rows):
        end_at(time.monotonic() + MINUTES * 60)
    allow_files(2 * streaming.MANY)
    scene = Scene(options.folder, table, options)
    try:
        with scene:
            for trial in FIRST + LAST:
                attempt(trial, scene, names & {row.name for row in trial.rows}, table)
    except TimeIsUp:
        table.fail([row.name for row in rows if not table.rounds[row.name]], "time was up")
    signal.setitimer(signal.ITIMER_REAL, 0)
    for note in scene.costs.notes():
        table.note(note)
    print(filled(table.markdown(heading()), options))
    return 0 if table.is_whole else 1


def attempt(trial, scene, wanted, table):
    """One trial that cannot be made costs its own rows only."""
    if not wanted:
        return
    begun = time.monotonic()
    try:
        for name, ours, peer in trial.run(scene, wanted):
            table.add(name, ours, peer)
            say(f"{name}: {ours:,.2f} against {peer:,.2f}, ratio {ours / peer:.2f}")
    except Exception as error:  # noqa: BLE001
        say(f"{', '.join(sorted(wanted))}: {type(error).__name__}: {error}")
        table.fail(wanted, "failed")
    say(f"{', '.join(sorted(wanted))} took {time.monotonic() - begun:.0f} s")


def end_at(moment):
    """Ends the measuring at that moment, or when somebody asks for it, with everything cleaned up."""

    def time_is_up(*_):
        raise TimeIsUp

    def end(number, _):
        sys.exit(128 + number)

    signal.signal(signal.SIGALRM, time_is_up)
    signal.setitimer(signal.ITIMER_REAL, moment - time.monotonic())
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, end)


def heading():
    """Date and machine."""
    with open("/proc/meminfo", encoding="ascii") as file:
        memory = int(file.readline().split()[1]) / 1024**2
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        models = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    now = datetime.datetime.now(datetime.timezone.utc)
    return (
        f"{now:%Y-%m-%d}, {os.cpu_count()} cores ({models[0] if models else platform.machine()}), {memory:.0f} GiB, "
        f"{system()}, {', '.join(versions())}. Medians; the spread is of the ratio."
    )


def system():
    return f"{platform.freedesktop_os_release().get('PRETTY_NAME', 'Linux')}, Linux {platform.release().split('-')[0]}"


def versions():
    asked = {
        "swift": ["swift", "--version"],
        "PostgreSQL": ["psql", "--version"],
        "Redis": ["redis-server", "--version"],
    }
    for name, command in asked.items():
        words = run(command).replace("v=", " ").split()
        yield f"{name} {next(word for word in words if word[0].isdigit())}"
    yield f"Python {platform.python_version()}"


def filled(text, options):
    return text.replace("{records}", f"{options.records:,}").replace("{customers}", f"{options.records // 10:,}")


def say(text):
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
