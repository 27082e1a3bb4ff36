"""Reads that memory answers, and what memory that takes."""

from load import redis_benchmark
from table import Row
from trial import trial


@trial(Row("read", "`GET /v1/profiles/email:…`, {customers} profiles, skewed, 32 connections",
           "bare Hummingbird, equal bytes", "/s", at_least=0.85),
       Row("read-nginx", "the same", "nginx, equal bytes", "/s"),
       Row("read-redis", "the same", "Redis GET, equal profiles", "/s"),
       Row("read-asyncpg", "the same", "FastAPI, asyncpg, keyed table", "/s"),
       Row("memory", "resident memory after those reads", "Redis holding the same profiles", "MB", at_most=400,
           absolute=True))
def reads(scene, wanted):
    with scene.servers.bare(scene.answer) as bare, scene.servers.nginx(scene.files.body) as nginx:
        peers = {"read": bare, "read-nginx": nginx}
        if "read-asyncpg" in wanted:
            peers["read-asyncpg"] = scene.asyncpg
            scene.wrk(scene.asyncpg, "read.lua", 1)
        for number in range(scene.rounds):
            ours = measured(scene, "clientele", scene.server, number)
            for name, peer in peers.items():
                if name in wanted:
                    yield name, ours, measured(scene, name, peer, number)
            if "read-redis" in wanted:
                yield "read-redis", ours, redis_benchmark(scene.redis, 60_000 * scene.seconds, scene.customers)
            if "memory" in wanted:
                yield "memory", scene.server.resident_megabytes(), scene.redis.resident_megabytes()


def measured(scene, name, server, number):
    """Requests a second."""
    before = server.processor_seconds()
    load = scene.wrk(server, "read.lua", scene.seconds, SEED=number)
    each = (server.processor_seconds() - before) / load.requests * 1e6
    if name in ("clientele", "read"):
        scene.cost.setdefault("ours" if name == "clientele" else "bare", []).append(each)
    return load.rate


@trial(Row("flags", "`POST /v1/vip/lookup` of 100, flags", "single `GET /v1/vip/{id}`", "/s", at_least=30))
def flags(scene, wanted):
    for number in range(scene.rounds):
        ours = scene.wrk(scene.server, "flags.lua", scene.seconds, SEED=number)
        peer = scene.wrk(scene.server, "read.lua", scene.seconds, SEED=number, WHAT="/v1/vip/email:")
        yield "flags", ours.rate * 100, peer.rate
