"""One more order on a long history."""

import json

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
