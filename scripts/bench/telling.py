"""Measures how fast other systems are told what changes, and what that costs those who write."""

import json
import re

from caller import Caller
from table import Row
from trial import trial

# Each connection of the load waits so long between its requests that all together make half of what the node takes.
CONNECTIONS = 32


@trial(
    Row(
        "webhooks-out",
        "messages to a fast receiver, beside half the `PUT`s the node can take",
        "those `PUT`s",
        "/s",
        at_least=1_000,
        absolute=True,
    ),
    Row("webhooks-puts", "those `PUT`s meanwhile", "the same without a webhook", "/s", at_least=0.9),
)
def telling(scene, wanted):
    server = scene.server
    with scene.servers.sink() as sink:
        first = 500_000_000
        most = puts(scene, server, first, 0)
        pause = round(CONNECTIONS * 1_000 / (most / 2))
        for _ in range(scene.rounds):
            first += 10_000_000
            alone = puts(scene, server, first, pause)
            first += 10_000_000
            with Caller(server, scene.key) as caller:
                webhook = make(caller, sink)
                before = delivered(caller)
                beside = puts(scene, server, first, pause)
                told = (delivered(caller) - before) / scene.seconds
                caller.call("DELETE", f"/v1/webhooks/{webhook}")
            if "webhooks-out" in wanted:
                yield "webhooks-out", told, beside
            if "webhooks-puts" in wanted:
                yield "webhooks-puts", beside, alone


def puts(scene, server, first, pause):
    """`PUT`s a second, of customers drawn evenly."""
    words = {"FIRST": first, "DRAW": "even", "PAUSE": pause}
    return scene.wrk(server, "put.lua", scene.seconds, CONNECTIONS, **words).rate


def make(caller, sink):
    """The id of a webhook that is told of everybody, so that there is always somebody to tell of."""
    body = json.dumps({"url": sink.url + "/", "everything": True}).encode()
    _, told = caller.post("/v1/webhooks", body, "application/json")
    return json.loads(told)["id"]


def delivered(caller):
    """How many messages arrived so far."""
    _, told = caller.get("/metrics")
    found = re.search(r'^clientele_webhook_deliveries_total\{outcome="delivered"\} (\d+)', told.decode(), re.MULTILINE)
    return int(found[1])
