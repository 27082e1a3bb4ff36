"""Reads that memory answers, and what memory that takes."""

from load import redis_benchmark
from table import Row
from trial import trial


@trial(
    Row(
        "read",
        "`GET /v1/profiles/email:…`, {customers} profiles, skewed, 32 connections",
        "bare Hummingbird, equal bytes",
        "/s",
        at_least=1.1,
    ),
    Row("read-nginx", "the same", "nginx, equal bytes", "/s"),
    Row("read-redis", "the same", "Redis GET, equal profiles", "/s"),
    Row("read-asyncpg", "the same", "FastAPI, asyncpg, keyed table", "/s"),
    Row(
        "memory",
        "resident memory after those reads",
        "Redis holding the same profiles",
        "MB",
        at_most=400,
        absolute=True,
    ),
)
def reads(scene, wanted):
    with scene.servers.bare(scene.answer) as bare, scene.servers.nginx(scene.files.body) as nginx:
        peers = {"read": bare, "read-nginx": nginx}
        if "read-asyncpg" in wanted:
            peers["read-asyncpg"] = scene.asyncpg
            scene.wrk(scene.asyncpg, "read.lua", 1)
        for number in range(scene.rounds):
            ours = measured(scene, "read", "ours", scene.server, number)
            for name, peer in peers.items():
                if name in wanted:
                    yield name, ours, measured(scene, name, "peer", peer, number)
            if "read-redis" in wanted:
                yield "read-redis", ours, redis_benchmark(scene.redis, 60_000 * scene.seconds, scene.customers)
            if "memory" in wanted:
                yield "memory", scene.server.resident_megabytes(), scene.redis.resident_megabytes()


def measured(scene, row, side, server, number, script="read.lua", **words):
    """Requests a second."""
    with scene.costs.of(row, side, server=server.process.pid) as requests:
        load = scene.wrk(server, script, scene.seconds, SEED=number, **words)
        requests.append(load.requests)
    return load.rate


@trial(Row("flags", "`POST /v1/vip/lookup` of 100, flags", "single `GET /v1/vip/{id}`", "/s", at_least=30))
def flags(scene, wanted):
    scene.warm([scene.server], at_most=8, WHAT="/v1/vip/email:")
    for number in range(scene.rounds):
        ours = measured(scene, "flags", "a hundred", scene.server, number, "flags.lua")
        yield "flags", ours * 100, measured(scene, "flags", "one", scene.server, number, WHAT="/v1/vip/email:")
