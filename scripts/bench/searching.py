"""Searches for people by what is heard of them, and what it costs that they can be found."""

import contextlib
import sqlite3
import subprocess
import sys

from processes import run, seconds
from servers import HERE
from table import Row
from trial import trial

PEER = "`GET /v1/profiles/email:…` of the same"


@trial(
    Row(
        "search-prefix",
        "`POST /v1/profiles/search`, {records} people, three letters, p99",
        PEER,
        "ms",
        at_most=20,
        long=True,
    ),
    Row("search-slip", "the same with two words and a slip, p99", PEER, "ms", at_most=20, long=True),
)
def searches(scene, wanted):
    with scene.servers.clientele(people(scene)) as server:
        for number in range(-1, scene.rounds):
            read = measured(scene, server, "read.lua", DRAW="even", SEED=number, CUSTOMERS=scene.records_count)
            for name in ("prefix", "slip"):
                if f"search-{name}" in wanted:
                    search = measured(scene, server, "search.lua", QUERIES=queries(scene, name))
                    if number >= 0:
                        yield f"search-{name}", search, read


@trial(
    Row(
        "search-rows",
        "import of {records} records into SQLite, with the rows that searches read",
        "with a database that drops these",
        "s",
        at_most=1.15,
        long=True,
    )
)
def rows(scene, wanted):
    for _ in range(scene.rounds):
        yield "search-rows", import_into(scene, drops=False), import_into(scene, drops=True)


def import_into(scene, drops):
    """Imports into a new database; `drops` discards the search rows. Both figures include computing them."""
    records, database = scene.records, scene.new_sqlite("searched")
    nothing = scene.folder / "nothing.ndjson"
    nothing.touch()
    run(scene.importing(nothing, database), cwd=scene.folder)
    if drops:
        with contextlib.closing(sqlite3.connect(database.removeprefix("sqlite:"))) as tables:
            for table in ("search_terms", "search_words"):
                tables.execute(f"CREATE TRIGGER {table}_drop BEFORE INSERT ON {table} BEGIN SELECT RAISE(IGNORE); END")
    return seconds(scene.importing(records, database), cwd=scene.folder)


def measured(scene, server, script, **words):
    """The time within which 99 of 100 are answered, two at a time: more than two processors serve would wait in line."""
    return scene.wrk(server, script, scene.seconds, connections=2, **words).p99


def people(scene):
    """The URL of a database of its own with all of them."""
    database = scene.new_sqlite("people")
    records = made(scene, "people.ndjson", scene.records_count)
    run(scene.importing(records, database), cwd=scene.folder)
    records.unlink()
    return database


def queries(scene, name):
    path = scene.folder / f"{name}.txt"
    return path if path.exists() else made(scene, path.name, 20_000, "--queries", name)


def made(scene, name, count, *words):
    path = scene.folder / name
    with open(path, "wb") as file:
        subprocess.run([sys.executable, HERE / "people.py", str(count), *words], stdout=file, check=True)
    return path
