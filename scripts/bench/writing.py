"""One more order: on a long history, and beside a load."""

import contextlib
import itertools
import json
import threading

from caller import Caller
from processes import Broken, run
from table import Row
from trial import trial

LONG, SHORT = 100_000, 100


@trial(
    Row(
        "put-sqlite",
        "SQLite: `PUT` of one order, 32 at once, each durable",
        "32 threads of C, one upsert a transaction",
        "/s",
        at_least=0.6,
    )
)
def puts_into_sqlite(scene, wanted):
    for number in range(scene.rounds):
        for path in scene.folder.glob("upserts.db*"):
            path.unlink()
        with scene.costs.of("put-sqlite", "ours", server=scene.server.process.pid) as requests:
            ours = scene.wrk(
                scene.server, "put.lua", scene.seconds, DRAW="even", FIRST=(700 + number) * 1_000_000, SEED=number
            )
            requests.append(ours.requests)
        yield "put-sqlite", ours.rate, float(run([scene.upserts, scene.folder / "upserts.db", 32, scene.seconds]))


@trial(Row("one-more", f"one more order on a profile with {LONG:,} facts", f"with {SHORT} facts", "ms", at_most=3))
def one_more(scene, wanted):
    server = scene.server
    for name, count in (("LONG", LONG), ("SHORT", SHORT)):
        fill(scene, server, name, count)
    # The first round is not counted: what was just taken in is still being put in order.
    for number in range(-1, scene.rounds):
        long, short = puts(scene, server, "LONG", 900 + number), puts(scene, server, "SHORT", 1000 + number)
        if number >= 0:
            yield "one-more", long.median, short.median
            scene.table.note(
                f"one-more: 99 of 100 within {long.p99:.1f} ms with {LONG:,} facts, {short.p99:.1f} with {SHORT}"
            )


@trial(
    Row(
        "put-loaded",
        "SQLite: `PUT` of one order, one at a time, while a stream of records comes in as fast as it is taken, p99",
        "while none comes",
        "ms",
        at_most=10,
    )
)
def puts_beside_load(scene, wanted):
    with scene.servers.clientele(scene.new_sqlite("loaded")) as server:
        for figures in beside_load(scene, server, "put-loaded"):
            yield "put-loaded", *figures


@trial(Row("put-loaded-postgres", "PostgreSQL: the same, p99", "while none comes", "ms", at_most=10))
def puts_beside_load_on_postgres(scene, wanted):
    scene.cluster.create("loaded")
    with scene.servers.clientele(scene.cluster.url("loaded")) as server:
        for figures in beside_load(scene, server, "put-loaded-postgres"):
            yield "put-loaded-postgres", *figures


def beside_load(scene, server, row):
    """Milliseconds within which 99 of 100 are answered, beside a load and without one, round after round."""
    numbers = itertools.count()
    with stream(scene, server, numbers):
        puts(scene, server, "BUSY", 1100)
    for number in range(scene.rounds):
        idle = puts(scene, server, "BUSY", 1200 + number)
        with stream(scene, server, numbers) as taken:
            loaded = puts(scene, server, "BUSY", 1300 + number)
        scene.table.note(
            f"{row}: {taken[0] / scene.seconds:,.0f} records a second came beside {loaded.rate:,.0f} `PUT`; without "
            f"them {idle.rate:,.0f}"
        )
        yield loaded.p99, idle.p99


@contextlib.contextmanager
def stream(scene, server, numbers):
    """A stream of new orders of many customers for as long as the block lasts. What is handed over holds, afterwards,
    how many were taken."""
    ended, taken = threading.Event(), []

    def lines():
        while not ended.is_set():
            few = itertools.islice(numbers, 100)
            yield "".join(order(f"L{number * 7919 % 20_000}", number) for number in few).encode()

    def send():
        with Caller(server, scene.key) as caller:
            _, told = caller.post("/v1/ingest", lines(), "application/x-ndjson")
        taken.append(json.loads(told)["accepted"])

    sender = threading.Thread(target=send)
    sender.start()
    try:
        yield taken
    finally:
        ended.set()
        sender.join()
    if not taken or not taken[0]:
        raise Broken("a stream was not taken")


def puts(scene, server, customer, millions):
    """Orders of one customer, one after another, with ids of their own."""
    return scene.wrk(server, "put.lua", scene.seconds, connections=1, CUSTOMER=customer, FIRST=millions * 1_000_000)


def fill(scene, server, customer, count):
    """Sends that many orders of one customer to the server, as a job would."""
    lines = (order(customer, number) for number in range(count))
    with Caller(server, scene.key) as caller:
        _, told = caller.post("/v1/ingest", "".join(lines).encode(), "application/x-ndjson")
    accepted = json.loads(told)["accepted"]
    if accepted != count:
        raise Broken(f"of {count} orders {accepted} were accepted")


def order(customer, number):
    at = f"{2023 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02}T{number % 24:02}:{number // 24 % 60:02}:00Z"
    return (
        f'{{"kind":"order","source":"erp","id":"{customer}-{number}","customer":{{"crm":"{customer}"}},'
        f'"placed_at":"{at}","updated_at":"{at}","status":"delivered","currency":"EUR","total":"59.80",'
        f'"channel":"web","lines":[{{"sku":"SKU-{number % 500:05}","name":"Goods {number % 500}",'
        f'"category":"sports","unit_price":"29.90","quantity":2}}]}}\n'
    )
