"""What advice costs: reads with every section on, learning from a whole shop, and suggestions."""

import subprocess
import sys

from processes import peak_megabytes, run, seconds
from servers import HERE
from table import Row
from trial import trial

WITHOUT = "without these, of customers who did the same 40 days before"
COLD = {"connections": 16, "WHO": "crm", "WHAT": "/v1/profiles/crm:", "DRAW": "even"}
FEW = 100_000


@trial(
    Row(
        "advice-warm",
        "`GET /v1/profiles/email:…` with outlook, journey and notices",
        WITHOUT,
        "/s",
        at_least=0.95,
        long=True,
    ),
    Row("advice-cold", "SQLite: `GET /v1/profiles/crm:…`, cache off, the same", WITHOUT, "/s", at_least=0.85, long=True),
)
def sections(scene, wanted):
    plain, whole = shops(scene)
    words = {"CUSTOMERS": FEW // 10, "DRAW": "even"}
    if "advice-warm" in wanted:
        with scene.servers.clientele(whole) as ours, scene.servers.clientele(plain) as peer:
            scene.warm([ours, peer], CUSTOMERS=FEW // 10)
            for number in range(scene.rounds):
                pair = (ours, peer)
                rates = [scene.wrk(server, "read.lua", scene.seconds, SEED=number, **words).rate for server in pair]
                yield "advice-warm", *rates
    if "advice-cold" not in wanted:
        return
    off = {"CACHE_MEGABYTES": "0"}
    with scene.servers.clientele(whole, **off) as ours, scene.servers.clientele(plain, **off) as peer:
        for number in range(-1, scene.rounds):
            cold = COLD | {"CUSTOMERS": FEW // 10, "SEED": number}
            rates = [scene.wrk(server, "read.lua", scene.seconds, **cold).rate for server in (ours, peer)]
            if number >= 0:
                yield "advice-cold", *rates


@trial(
    Row(
        "learning",
        "`clientele learn` of {records} customers and 50,000 products",
        "importing their orders",
        "s",
        at_most=300,
        absolute=True,
        once=True,
        long=True,
    ),
    Row(
        "learning-memory",
        "most memory meanwhile",
        "of the import",
        "MB",
        at_most=500,
        absolute=True,
        once=True,
        long=True,
    ),
    Row(
        "suggestions",
        "`GET /v1/profiles/crm:…/suggestions` of the same, p99",
        "`GET /v1/profiles/crm:…`",
        "ms",
        at_most=10,
        long=True,
    ),
)
def suggestions(scene, wanted):
    orders, database = made(scene, "orders.ndjson", scene.records_count), scene.new_sqlite("buyers")
    importing = seconds(scene.importing(orders, database), cwd=scene.folder)
    learning = [scene.servers.binary, "learn", "--database", database]
    took = seconds(learning, cwd=scene.folder)
    if "learning" in wanted:
        yield "learning", took, importing
    if "learning-memory" in wanted:
        peer = peak_megabytes(scene.importing(orders, scene.new_sqlite("again")), cwd=scene.folder)
        scene.new_sqlite("again")
        yield "learning-memory", peak_megabytes(learning, cwd=scene.folder), peer
    orders.unlink()
    if "suggestions" not in wanted:
        return
    with scene.servers.clientele(database) as server:
        words = {"connections": 2, "WHO": "crm", "WHAT": "/v1/profiles/crm:", "DRAW": "even"}
        for number in range(-1, scene.rounds):
            words |= {"CUSTOMERS": scene.records_count, "SEED": number}
            ours = scene.wrk(server, "read.lua", scene.seconds, AND="/suggestions", **words)
            peer = scene.wrk(server, "read.lua", scene.seconds, **words)
            if number >= 0:
                yield "suggestions", ours.p99, peer.p99


def shops(scene):
    """Databases of equal customers. In one of them nothing is learned, nobody states products and notices, and what was
    done on the site is older than a journey."""
    plain, whole = scene.new_sqlite("plain"), scene.new_sqlite("whole")
    records, count = scene.shuffled(FEW, "few"), FEW // 10
    late, early = (made(scene, f"{ago}.ndjson", count, "--activities", str(ago)) for ago in (0, 40))
    catalogue = made(scene, "catalogue.ndjson", 0, "--catalogue")
    run([*scene.importing(records, plain), early], cwd=scene.folder)
    run([*scene.importing(records, whole), late, catalogue], cwd=scene.folder)
    run([scene.servers.binary, "learn", "--database", whole], cwd=scene.folder)
    return plain, whole


def made(scene, name, count, *words):
    path = scene.folder / name
    with open(path, "wb") as file:
        subprocess.run([sys.executable, HERE / "buyers.py", str(count), *words], stdout=file, check=True)
    return path
