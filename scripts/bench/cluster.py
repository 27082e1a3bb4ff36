"""A PostgreSQL server of the benchmark's own, durable as one would run it: fsync stays on."""

import os
import pathlib
import secrets
import subprocess

from processes import Broken, free_port, run, tail

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "work_mem": "64MB",
    "maintenance_work_mem": "256MB",
    "max_connections": "200",
}


class Cluster:
    """Runs from `start` to `stop`. Its server refuses to be root, and then is the user postgres."""

    def __init__(self, folder):
        """Whatever is started from now on finds the server in its environment."""
        self.folder = folder / "postgres"
        self.programs = max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
        self.port = free_port()
        os.environ |= {
            "PGHOST": "127.0.0.1",
            "PGPORT": str(self.port),
            "PGUSER": "clientele",
            "PGPASSWORD": secrets.token_hex(16),
        }

    def start(self):
        self.folder.mkdir()
        password = self.folder / "password"
        password.touch(0o600)
        password.write_text(os.environ["PGPASSWORD"])
        if os.geteuid() == 0:
            run(["chown", "-R", "postgres", self.folder])
        self.own(
            "initdb",
            "--pgdata",
            self.folder / "data",
            "--username",
            "clientele",
            "--encoding",
            "UTF8",
            "--locale",
            "C.UTF-8",
            "--auth",
            "scram-sha-256",
            "--pwfile",
            password,
        )
        settings = SETTINGS | {"unix_socket_directories": self.folder}
        words = " ".join([f"-p {self.port}"] + [f"-c {name}={value}" for name, value in settings.items()])
        self.own(
            "pg_ctl",
            "start",
            "--pgdata",
            self.folder / "data",
            "--options",
            words,
            "--log",
            self.folder / "log",
            "--wait",
            "--silent",
        )

    @property
    def process(self):
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def stop(self):
        if (self.folder / "data" / "postmaster.pid").exists():
            self.own("pg_ctl", "stop", "--pgdata", self.folder / "data", "--mode", "immediate", "--silent")

    def own(self, program, *words):
        # Its output goes nowhere: a server that inherits a pipe would keep the reader waiting.
        user = {"user": "postgres"} if os.geteuid() == 0 else {}
        done = subprocess.run(
            [self.programs / program, *map(str, words)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            check=False,
            **user,
        )
        if done.returncode != 0:
            log = self.folder / "log"
            raise Broken(f"{program} failed: {tail(log) if log.exists() else 'no log'}")

    def url(self, database):
        return f"postgres://clientele@127.0.0.1:{self.port}/{database}"

    def psql(self, database, *words):
        return run(["psql", "-qXAt", "-v", "ON_ERROR_STOP=1", "-d", database, *words])

    def create(self, database, template="template1"):
        self.psql(
            "postgres",
            "-c",
            f"DROP DATABASE IF EXISTS {database} WITH (FORCE)",
            "-c",
            f"CREATE DATABASE {database} TEMPLATE {template}",
        )

    def settle(self):
        """Writes what earlier work left to write, so that nobody pays for somebody else."""
        self.psql("postgres", "-c", "CHECKPOINT")
        os.sync()
