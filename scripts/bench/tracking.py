"""What tracking libraries send, beside the same facts as records."""

import itertools
import json
import time

import customers
from caller import Caller
from processes import Broken
from table import Row
from trial import trial

BATCH = 100
AT = "2026-11-01T10:00:00Z"


@trial(
    Row(
        "segment",
        f"SQLite: messages of `POST /v1/batch`, {BATCH} a batch",
        "as many activities as NDJSON, a stream for each batch",
        "/s",
        at_least=0.6,
    )
)
def messages(scene, wanted):
    with scene.servers.clientele(scene.new_sqlite("tracked")) as server, Caller(server, scene.key) as admin:
        wish = json.dumps({"name": "bench", "scopes": ["ingest:write"], "sources": ["web"]})
        key = json.loads(admin.post("/v1/keys", wish, "application/json")[1])["key"]
        numbers = itertools.count()
        # The first round is not counted: the store is still empty.
        for number in range(-1, scene.rounds):
            ours = rate(scene, server, key, "/v1/batch", "application/json", batches(numbers))
            peer = rate(scene, server, key, "/v1/ingest", "application/x-ndjson", streams(numbers))
            if number >= 0:
                yield "segment", ours, peer


def rate(scene, server, key, path, kind, bodies):
    """Records a second, one call after another."""
    taken, begun = 0, time.monotonic()
    with Caller(server, key) as caller:
        while time.monotonic() < begun + scene.seconds:
            _, told = caller.post(path, next(bodies), kind)
            if json.loads(told)["accepted"] != BATCH:
                raise Broken(f"{path} did not take all of a batch")
            taken += BATCH
    return taken / (time.monotonic() - begun)


def batches(numbers):
    while True:
        few = [message(each) for each in itertools.islice(numbers, BATCH)]
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        yield json.dumps({"batch": few, "sentAt": now}).encode()


def message(number):
    return {
        "type": "track",
        "messageId": f"m-{number}",
        "userId": customers.crm(number % 20_000),
        "event": "Product Viewed",
        "timestamp": AT,
        "properties": {"sku": f"SKU-{number % 2000:05}", "name": "Goods", "price": 29.9, "currency": "EUR"},
        "context": {"library": {"name": "analytics-python", "version": "2.4.0"}},
    }


def streams(numbers):
    while True:
        yield "".join(map(line, itertools.islice(numbers, BATCH))).encode()


def line(number):
    """The record that the message of that number makes."""
    return (
        f'{{"kind":"activity","source":"web","id":"m-{number}","customer":{{"web":"{customers.crm(number % 20_000)}"}},'
        f'"updated_at":"{AT}","occurred_at":"{AT}","type":"product_viewed","sku":"SKU-{number % 2000:05}",'
        f'"name":"Goods","price":"29.9","currency":"EUR"}}\n'
    )
