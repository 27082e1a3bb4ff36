"""Searches for people by what is heard of them."""

import subprocess
import sys

from processes import run
from servers import HERE
from table import Row
from trial import trial

PEOPLE = 1_000_000
PEER = "`GET /v1/profiles/email:…` of the same"


@trial(
    Row(
        "search-prefix",
        f"`POST /v1/profiles/search`, {PEOPLE:,} people, three letters, p99",
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
            read = measured(scene, server, "read.lua", DRAW="even", SEED=number, CUSTOMERS=PEOPLE)
            for name in ("prefix", "slip"):
                if f"search-{name}" in wanted:
                    search = measured(scene, server, "search.lua", QUERIES=queries(scene, name))
                    if number >= 0:
                        yield f"search-{name}", search, read


def measured(scene, server, script, **words):
    """The time within which 99 of 100 are answered, two at a time: more than two processors serve would wait in line."""
    return scene.wrk(server, script, scene.seconds, connections=2, **words).p99


def people(scene):
    """The URL of a database of its own with all of them."""
    database = scene.new_sqlite("people")
    records = made(scene, "people.ndjson", PEOPLE)
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
