"""Imports of all records, and what a start with what they leave takes."""

import http.client
import json

import customers
from processes import Broken
from table import Row
from trial import trial

PEER = "COPY, upsert and summaries in SQL"


@trial(Row("import-sqlite", "import of {records} records into SQLite", PEER, "s", at_most=3),
       Row("import-postgres", "import of {records} records into PostgreSQL", PEER, "s", at_most=4))
def imports(scene, wanted):
    for _ in range(scene.rounds):
        peer = scene.import_with_sql()
        if "import-sqlite" in wanted:
            scene.cluster.settle()
            yield "import-sqlite", scene.import_into_sqlite(), peer
        if "import-postgres" in wanted:
            yield "import-postgres", scene.import_into_postgres(), peer
    if "import-sqlite" in wanted:
        with scene.servers.clientele(scene.sqlite) as server:
            compare(scene, server)
    if "import-postgres" in wanted:
        with scene.servers.clientele(scene.postgres()) as server:
            compare(scene, server)


def compare(scene, server):
    """Every profile asked for has to be as current as the peer's summaries are."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    chosen = customers.zipf(scene.customers, 200)
    told = scene.cluster.psql(scene.keyed_tables, "-c", "SELECT customer, orders, contacts FROM summaries WHERE customer IN ("
                              + ",".join(f"'C{number:07}'" for number in chosen) + ")")
    counts = {customer: (int(orders), int(contacts)) for customer, orders, contacts in map(columns, told.splitlines())}
    for number in chosen:
        connection.request("GET", f"/v1/profiles/email:{customers.mail(number)}",
                           headers={"Authorization": f"Bearer {scene.key}"})
        profile = json.loads(connection.getresponse().read())
        found = profile["purchases"]["orders"], profile["contact"]["total"]
        if found != counts[f"C{number:07}"]:
            raise Broken(f"customer {number} has {found} orders and contacts, in SQL {counts[f'C{number:07}']}")
    connection.close()
    scene.table.note(f"orders and contacts of {len(set(chosen))} customers after the imports equal the peer's")


def columns(line):
    return line.split("|")


@trial(Row("start", "start with that database until `/readyz`", "Redis loading the same profiles", "ms", at_most=1000,
           absolute=True))
def start(scene, wanted):
    assert scene.redis_snapshot
    for _ in range(scene.rounds):
        with scene.servers.clientele(scene.sqlite) as server:
            ours = server.ready_after
        with scene.servers.redis() as server:
            yield "start", ours * 1000, server.ready_after * 1000
