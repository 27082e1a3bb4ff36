"""What rows share, made when the first of them asks for it and gone with the temporary folder."""

import base64
import contextlib
import functools
import os
import subprocess
import sys

from cluster import Cluster
from costs import Costs
from load import Wrk
from peers import ProfileFiles
from processes import run, seconds
from servers import HERE, Servers


class Scene(contextlib.ExitStack):
    def __init__(self, folder, table, options):
        super().__init__()
        self.folder = folder
        self.table = table
        self.rounds = options.rounds
        self.seconds = options.seconds
        self.records_count = options.records
        self.customers = options.records // 10
        self.key = f"ck_admin_{os.urandom(32).hex()}"
        self.servers = Servers(folder, self.key, options.clientele, options.bare)
        self.wrk = Wrk(self.key, self.customers)
        self.costs = Costs()

    # Records and databases

    @functools.cached_property
    def records(self):
        """The million records, shuffled."""
        return self.shuffled(self.records_count, "records")

    def shuffled(self, count, name):
        path = self.folder / f"{name}.ndjson"
        with open(path, "wb") as file:
            subprocess.run([sys.executable, HERE / "records.py", str(count)], stdout=file, check=True)
        return path

    @property
    def sqlite(self):
        """The records in SQLite, taken in unless a row has done that."""
        if "sqlite" not in self.imported:
            self.import_into_sqlite("sqlite")
        return f"sqlite:{self.folder}/sqlite.db"

    def import_into_sqlite(self, name):
        """Wall time of an import into a new database of that name."""
        return self.import_into(self.new_sqlite(name), name)

    def new_sqlite(self, name):
        for path in self.folder.glob(f"{name}.db*"):
            path.unlink()
        return f"sqlite:{self.folder}/{name}.db"

    def importing(self, records, database):
        return [self.servers.binary, "import", "--database", database, records]

    def import_into(self, database, name):
        wall = seconds(self.importing(self.records, database), cwd=self.folder)
        self.imported.add(name)
        return wall

    @functools.cached_property
    def cluster(self):
        cluster = Cluster(self.folder)
        self.callback(cluster.stop)
        cluster.start()
        return cluster

    @functools.cached_property
    def imported(self):
        """Names of databases that hold the records; that of SQLite is a file's."""
        return set()

    @functools.cached_property
    def tidied(self):
        """Names of databases whose tables are in order."""
        return set()

    def postgres(self, database="ours"):
        """The URL of a database that holds the records, as the service keeps them."""
        if "ours" not in self.imported:
            self.import_into_postgres("ours")
        self.tidy("ours")
        if database not in self.imported:
            self.cluster.create(database, template="ours")
            self.imported.add(database)
        return self.cluster.url(database)

    def import_into_postgres(self, name):
        """Wall time of an import into a new database of that name."""
        self.cluster.create(name)
        self.cluster.settle()
        return self.import_into(self.cluster.url(name), name)

    @functools.cached_property
    def upserts(self):
        """A bare program that puts rows into SQLite."""
        program = self.folder / "upserts"
        run(["cc", "-O2", "-o", program, HERE / "upserts.c", "-lsqlite3", "-lpthread"])
        return program

    @functools.cached_property
    def keyed_tables(self):
        """The name of a database that holds the records as one would keep them with SQL."""
        if "peer" not in self.imported:
            self.import_with_sql("peer")
        self.tidy("peer")
        return "peer"

    def tidy(self, name):
        """Puts in order what an import has left, once, as the server itself does within minutes."""
        if name not in self.tidied:
            self.cluster.psql(name, "-c", "VACUUM ANALYZE")
            self.tidied.add(name)

    def import_with_sql(self, name):
        """Wall time from staging to summaries, in a new database of that name."""
        cluster, records = self.cluster, self.records
        cluster.create(name)
        cluster.psql(name, "-f", HERE / "shop.sql")
        cluster.settle()
        psql = ["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-d", name]
        copy = rf"\copy staging from '{records}' with (format csv, quote E'\x01', delimiter E'\x02')"
        wall = seconds([*psql, "-c", copy])
        wall += seconds([*psql, "-f", HERE / "upsert.sql"])
        wall += seconds([*psql, "-f", HERE / "summaries.sql"])
        self.imported.add(name)
        return wall

    # Servers and answers

    @functools.cached_property
    def server(self):
        """The service on the records in SQLite, with every profile in its cache that finds room."""
        # A webhook that is sent needs a key to seal its secret with, and the receiver of the bench is on loopback.
        settings = {"SECRETS_KEY": base64.b64encode(os.urandom(32)).decode(), "WEBHOOKS_ALLOW_PRIVATE": "true"}
        server = self.enter_context(self.servers.clientele(self.sqlite, **settings))
        self.warm([server])
        return server

    def warm(self, servers, at_most=30, **words):
        """Asks for each customer, the most wanted first, for so many seconds at most."""
        self.wrk.loads(servers, "read.lua", at_most, 32, DRAW="sweep", **words)
        self.wrk.loads(servers, "read.lua", 2, 32, SEED=1000, **words)

    @functools.cached_property
    def answer(self):
        """A file with an answer, head and body, whose body is as long as the average of what skewed reads get."""
        return self.files.average_answer(self.server, self.key)

    @functools.cached_property
    def files(self):
        return ProfileFiles(self.folder, self.customers)

    @functools.cached_property
    def profiles(self):
        """All profiles as they are served, in a file, one a line."""
        path = self.folder / "profiles.ndjson"
        run([self.servers.binary, "export", "--database", self.sqlite, "--kind", "profiles", "--output", path])
        return path

    @functools.cached_property
    def redis_snapshot(self):
        """Saves every profile in Redis under `profile:` and its customer's number, for Redis to start from."""
        with self.servers.redis() as server:
            self.files.fill_redis(server, self.profiles)
            self.servers.redis_cli(server, "SAVE")
        return True

    @functools.cached_property
    def redis(self):
        assert self.redis_snapshot
        return self.enter_context(self.servers.redis())

    @functools.cached_property
    def asyncpg(self):
        self.cluster.create("profiles")
        self.files.fill_table(self.cluster, self.profiles)
        return self.enter_context(self.servers.asyncpg("profiles"))
