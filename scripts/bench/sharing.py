"""The same service on PostgreSQL."""

from load import pgbench
from table import Row
from trial import trial


@trial(
    Row(
        "cold-read",
        "PostgreSQL: `GET /v1/profiles/crm:…`, cache off, 16 connections",
        "pgbench, the same keyed select",
        "/s",
        at_least=0.35,
    )
)
def cold_reads(scene, wanted):
    with service(scene, "ours", CACHE_MEGABYTES="0") as server:
        for number in range(-1, scene.rounds):
            with costs(scene, "cold-read", server) as requests:
                ours = scene.wrk(
                    server,
                    "read.lua",
                    scene.seconds,
                    connections=16,
                    DRAW="even",
                    WHO="crm",
                    WHAT="/v1/profiles/crm:",
                    SEED=number,
                )
                requests.append(ours.requests)
            peer = bench(scene, "cold-read", "ours", "select.sql", 16)
            if number >= 0:
                yield "cold-read", ours.rate, peer


@trial(
    Row(
        "put",
        "PostgreSQL: `PUT` of one order, 32 at once, each durable",
        "pgbench, one-row upserts, 32 clients",
        "/s",
        at_least=0.4,
    )
)
def puts(scene, wanted):
    database = scene.keyed_tables
    with service(scene, "ours") as server:
        for number in range(scene.rounds):
            with costs(scene, "put", server) as requests:
                ours = scene.wrk(
                    server, "put.lua", scene.seconds, DRAW="even", FIRST=(800 + number) * 1_000_000, SEED=number
                )
                requests.append(ours.requests)
            yield "put", ours.rate, bench(scene, "put", database, "put.sql", 32)


@trial(
    Row(
        "two-nodes",
        "PostgreSQL: warm reads from two nodes of one database",
        "two nodes of two databases",
        "/s",
        at_least=0.9,
    )
)
def two_nodes(scene, wanted):
    for copy in ("second", "third"):
        scene.postgres(copy)
    with (
        service(scene, "ours") as one,
        service(scene, "ours") as other,
        service(scene, "second") as alone,
        service(scene, "third") as apart,
    ):
        for pair in ((one, other), (alone, apart)):
            scene.warm(pair, at_most=10)
        for number in range(scene.rounds):
            yield "two-nodes", both(scene, (one, other), number), both(scene, (alone, apart), number)


def bench(scene, row, database, script, clients):
    """Transactions a second."""
    with scene.costs.of(row, "peer", PostgreSQL=scene.cluster.process) as requests:
        rate = pgbench(database, script, scene.seconds, clients, customers=scene.customers)
        requests.append(rate * scene.seconds)
    return rate


def costs(scene, row, server):
    return scene.costs.of(row, "ours", server=server.process.pid, PostgreSQL=scene.cluster.process)


def both(scene, pair, number):
    """Requests a second of the two together, each with half of the clients."""
    return sum(load.rate for load in scene.wrk.loads(pair, "read.lua", scene.seconds, 16, SEED=number))


def service(scene, database, **settings):
    return scene.servers.clientele(scene.postgres(database), **settings)
