"""Imports of all records, and what a start with what they leave takes."""

import json

import customers
import hooks
from caller import Caller
from processes import Broken, peak_megabytes, seconds
from table import Row
from trial import last_trial, trial

PEER = "COPY, upsert and summaries in SQL"


@trial(
    Row("import-sqlite", "import of {records} records into SQLite", PEER, "s", at_most=1.5),
    Row("import-postgres", "import of {records} records into PostgreSQL", PEER, "s", at_most=2),
)
def imports(scene, wanted):
    """The first round, whose databases other rows use."""
    yield from round_of_imports(scene, wanted, "peer", "sqlite", "ours")
    if "import-sqlite" in wanted:
        with scene.servers.clientele(scene.sqlite) as server:
            compare(scene, server)
    if "import-postgres" in wanted:
        with scene.servers.clientele(scene.postgres()) as server:
            compare(scene, server)


@last_trial(imports)
def more_imports(scene, wanted):
    """The other rounds: they take most of the time there is, so all else is measured before."""
    for _ in range(scene.rounds - 1):
        yield from round_of_imports(scene, wanted, "peer_again", "sqlite_again", "ours_again")


@trial(
    Row(
        "import-memory",
        "most memory of an import of {records} records into SQLite",
        "of a tenth of them",
        "MB",
        at_most=300,
        absolute=True,
    )
)
def memory(scene, wanted):
    tenth = scene.shuffled(scene.records_count // 10, "tenth")
    for _ in range(scene.rounds):
        ours = peak_megabytes(scene.importing(scene.records, scene.new_sqlite("weighed")), cwd=scene.folder)
        yield "import-memory", ours, peak_megabytes(
            scene.importing(tenth, scene.new_sqlite("weighed")), cwd=scene.folder
        )


@trial(
    Row(
        "import-ten",
        "import of ten times {records} records into SQLite",
        "of {records}",
        "s",
        at_most=12,
        long=True,
    )
)
def ten_times(scene, wanted):
    many = scene.shuffled(scene.records_count * 10, "many")
    for _ in range(scene.rounds):
        ours = seconds(scene.importing(many, scene.new_sqlite("many")), cwd=scene.folder)
        yield "import-ten", ours, seconds(scene.importing(scene.records, scene.new_sqlite("many")), cwd=scene.folder)
    scene.table.note(f"import-ten: at most {peak_megabytes(scene.importing(many, scene.new_sqlite('many'))):,.0f} MB")


@trial(
    Row(
        "json-memory",
        "most memory of an import of 2 GB of orders as Shopify exports them, one JSON array",
        "of a tenth of them",
        "MB",
        at_most=300,
        absolute=True,
        once=True,
        long=True,
    )
)
def json_memory(scene, wanted):
    yield "json-memory", weigh_export(scene, 2_000_000_000), weigh_export(scene, 200_000_000)


def weigh_export(scene, size):
    """How much memory the import of an export of at least so many bytes has at most."""
    export = shopify_export(scene, size)
    importing = scene.importing(export, scene.new_sqlite("weighed"))
    return peak_megabytes([*importing, "--mapping", "shopify-orders"], cwd=scene.folder)


def shopify_export(scene, size):
    path = scene.folder / "export.json"
    with path.open("w") as file:
        number = written = 0
        written += file.write('{"orders":[')
        while written < size:
            written += file.write(("," if number else "") + json.dumps(hooks.order(number), separators=(",", ":")))
            number += 1
        file.write("]}")
    return path


def round_of_imports(scene, wanted, peer, sqlite, postgres):
    wall = scene.import_with_sql(peer)
    if "import-sqlite" in wanted:
        scene.cluster.settle()
        yield "import-sqlite", scene.import_into_sqlite(sqlite), wall
    if "import-postgres" in wanted:
        yield "import-postgres", scene.import_into_postgres(postgres), wall


def compare(scene, server):
    """Every profile asked for has to be as current as the peer's summaries are."""
    chosen = set(customers.zipf(scene.customers, 200))
    names = ",".join(f"'{customers.crm(number)}'" for number in chosen)
    told = scene.cluster.psql(
        scene.keyed_tables, "-c", f"SELECT customer, orders, contacts FROM summaries WHERE customer IN ({names})"
    )
    counts = {line.split("|")[0]: [int(count) for count in line.split("|")[1:]] for line in told.splitlines()}
    with Caller(server, scene.key) as caller:
        for number in chosen:
            _, body = caller.get(f"/v1/profiles/email:{customers.mail(number)}")
            profile = json.loads(body)
            found = [profile["purchases"]["orders"], profile["contact"]["total"]]
            if found != counts[customers.crm(number)]:
                raise Broken(
                    f"orders and contacts of customer {number}: {found}, in SQL {counts[customers.crm(number)]}"
                )
    scene.table.note(f"orders and contacts of {len(chosen)} customers after the imports equal the peer's")


@trial(
    Row(
        "start",
        "start with that database until `/readyz`",
        "Redis loading the same profiles",
        "ms",
        at_most=1000,
        absolute=True,
    )
)
def start(scene, wanted):
    assert scene.redis_snapshot
    for _ in range(scene.rounds):
        with scene.servers.clientele(scene.sqlite) as server:
            ours = server.ready_after
        with scene.servers.redis() as server:
            yield "start", ours * 1000, server.ready_after * 1000
