"""The same service on PostgreSQL."""

from load import pgbench
from table import Row
from trial import trial


@trial(Row("cold-read", "PostgreSQL: `GET /v1/profiles/crm:…`, cache off, 16 connections",
           "pgbench, the same keyed select", "/s", at_least=0.25))
def cold_reads(scene, wanted):
    with service(scene, "ours", CACHE_MEGABYTES="0") as server:
        for number in range(-1, scene.rounds):
            ours = scene.wrk(server, "read.lua", scene.seconds, connections=16, DRAW="even", WHO="crm",
                             WHAT="/v1/profiles/crm:", SEED=number)
            peer = pgbench("ours", "select.sql", scene.seconds, 16, customers=scene.customers)
            if number >= 0:
                yield "cold-read", ours.rate, peer


@trial(Row("put", "PostgreSQL: `PUT` of one order, 32 at once, each durable", "pgbench, one-row upserts, 32 clients", "/s",
           at_least=0.25))
def puts(scene, wanted):
    database = scene.keyed_tables
    with service(scene, "ours") as server:
        for number in range(scene.rounds):
            ours = scene.wrk(server, "put.lua", scene.seconds, DRAW="even", FIRST=(800 + number) * 1_000_000, SEED=number)
            yield "put", ours.rate, pgbench(database, "put.sql", scene.seconds, 32, customers=scene.customers)


@trial(Row("two-nodes", "PostgreSQL: warm reads from two nodes of one database", "two nodes of two databases", "/s",
           at_least=0.9))
def two_nodes(scene, wanted):
    with (service(scene, "ours") as one, service(scene, "ours") as other, service(scene, "second") as alone,
          service(scene, "third") as apart):
        for pair in ((one, other), (alone, apart)):
            scene.warm(pair)
        for number in range(scene.rounds):
            yield "two-nodes", both(scene, (one, other), number), both(scene, (alone, apart), number)


def both(scene, pair, number):
    """Requests a second of the two together, each with half of the clients."""
    return sum(load.rate for load in scene.wrk.loads(pair, "read.lua", scene.seconds, 16, SEED=number))


def service(scene, database, **settings):
    return scene.servers.clientele(scene.postgres(database), **settings)
