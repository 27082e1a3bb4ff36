"""Measures how soon changes reach watchers, and what watchers cost."""

import contextlib
import json
import statistics
import time

import customers
from caller import Caller
from processes import run
from readers import Line, Watch, median_of_probes, open_lines
from table import Row
from trial import trial

OTHERS = 1_000
MANY = 8_000
STUCK = 200
WRITES = 500
PROBE = "median of `GET /livez`"
PROFILE = b"event: profile\n"


@trial(
    Row(
        "event",
        f"from the 2xx of a `PUT` to the event at a reader, {OTHERS:,} readers of other profiles, p99",
        PROBE,
        "ms",
        at_most=10,
        or_within=10,
    )
)
def events(scene, wanted):
    for number in range(scene.rounds):
        yield "event", *lags(scene, "event", scene.server, scene.server, number)


@trial(
    Row("event-node", "PostgreSQL: the same on another node, p99", PROBE, "ms", at_most=50, absolute=True),
)
def events_of_another_node(scene, wanted):
    database = scene.postgres()
    with scene.servers.clientele(database) as written, scene.servers.clientele(database) as read:
        for number in range(scene.rounds):
            yield "event-node", *lags(scene, "event-node", written, read, number)


def lags(scene, row, written, read, number):
    """The time within which 99 of 100 events come, and that of a probe, in milliseconds."""
    watched, *others = range(OTHERS + 1)
    with (
        open_lines(read, scene.key, map(stream, others), PROFILE),
        open_lines(read, scene.key, [stream(watched)], PROFILE) as (reader,),
        contextlib.closing(Line(written, scene.key)) as writer,
        Watch(writer, reader) as watch,
    ):
        probe = median_of_probes(read, scene.key)
        path = "/v1/sources/erp/orders/watched"
        totals = (f"{1_000_000 * (number + 1) + each}.00" for each in range(WRITES))
        found = sorted(watch.lag(path, order(watched, total), f'"total":"{total}"'.encode()) for total in totals)
    scene.table.note(f"{row}: half of the events within {statistics.median(found) * 1000:.2f} ms")
    return found[len(found) * 99 // 100] * 1000, probe * 1000


@trial(
    Row(
        "reader-memory",
        f"memory for each of {MANY:,} idle readers of as many profiles",
        "for each idle connection",
        "KB",
        at_most=32,
        absolute=True,
        once=True,
    )
)
def memory_of_readers(scene, wanted):
    database = small_shop(scene)
    ours = memory_for_each(scene, database, [stream(number) for number in range(MANY)], PROFILE)
    yield "reader-memory", ours, memory_for_each(scene, database, ["/livez"] * MANY, None)


def memory_for_each(scene, database, paths, mark):
    """Kilobytes that a server of its own, whose cache holds all profiles, takes more for each connection."""
    with scene.servers.clientele(database) as server:
        scene.warm([server], at_most=5, CUSTOMERS=MANY)
        before = settled_megabytes(server)
        with open_lines(server, scene.key, paths, mark):
            return (settled_megabytes(server) - before) * 1024 / len(paths)


def settled_megabytes(server):
    """Resident memory after a moment, in which what earlier requests left is given back."""
    time.sleep(2)
    return server.resident_megabytes()


@trial(
    Row(
        "stuck-readers",
        f"memory with {STUCK} readers that read nothing, their profiles written for ten minutes",
        "after the first minute",
        "MB",
        at_most=1.1,
        once=True,
        long=True,
    )
)
def stuck_readers(scene, wanted):
    """By how much another server grows, to which the same is written and which nobody reads, is not for the readers."""
    watched, alone = small_shop(scene), scene.new_sqlite("alone")
    run(scene.importing(scene.shuffled(MANY * 10, "small"), alone), cwd=scene.folder)
    with scene.servers.clientele(watched) as watched, scene.servers.clientele(alone) as alone:
        minutes = [write_past_readers(scene, watched, alone, minute) for minute in range(10)]
    for who, figures in zip(("with", "without"), zip(*minutes)):
        figures = ", ".join(f"{each:.0f}" for each in figures)
        scene.table.note(f"stuck-readers: {figures} MB {who} readers at the ends of minutes")
    (first, first_alone), (last, last_alone) = minutes[0], minutes[-1]
    yield "stuck-readers", last - (last_alone - first_alone), first


def write_past_readers(scene, watched, alone, minute):
    """Resident memory of both at the end of a minute. The readers are new ones: the server gives up those that take
    nothing for half of it."""
    paths, end = map(stream, range(STUCK)), time.monotonic() + 60
    with (
        open_lines(watched, scene.key, paths, PROFILE, buffer=4096),
        Caller(watched, scene.key) as one,
        Caller(alone, scene.key) as other,
    ):
        second = 0
        while time.monotonic() < end:
            lines = "".join(line(number, f"{60 * minute + second}.50") for number in range(STUCK)).encode()
            for caller in (one, other):
                caller.post("/v1/ingest", lines, "application/x-ndjson")
            second += 1
            time.sleep(max(0, min(end, end - 60 + second) - time.monotonic()))
        return watched.resident_megabytes(), alone.resident_megabytes()


def small_shop(scene):
    """The URL of a database with ten records for each of that many customers."""
    if "small" not in scene.imported:
        run(scene.importing(scene.shuffled(MANY * 10, "small"), scene.new_sqlite("small")), cwd=scene.folder)
        scene.imported.add("small")
    return f"sqlite:{scene.folder}/small.db"


def stream(number):
    return f"/v1/profiles/crm:{customers.crm(number)}/stream"


def order(number, total):
    return json.dumps(
        {
            "customer": {"crm": customers.crm(number)},
            "placed_at": "2026-11-01T10:00:00Z",
            "status": "paid",
            "currency": "EUR",
            "total": total,
        }
    )


def line(number, total):
    """An order of a customer as a line of NDJSON, always the same one but for its total."""
    return f'{{"kind":"order","source":"erp","id":"stuck-{number}",{order(number, total)[1:]}\n'
