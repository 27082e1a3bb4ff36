"""What generates load: wrk, pgbench and redis-benchmark, which are all written in C."""

import contextlib
import dataclasses
import os
import pathlib
import re
import subprocess

from processes import Broken, run

HERE = pathlib.Path(__file__).parent


@dataclasses.dataclass(frozen=True)
class Load:
    """What wrk saw. Times are in milliseconds."""

    requests: int
    rate: float
    median: float
    p99: float


class Wrk:
    """wrk with a script of this folder, always on one thread."""

    def __init__(self, key, customers):
        self.environment = {"BENCH": str(HERE), "KEY": key, "CUSTOMERS": str(customers)}

    def __call__(self, server, script, seconds, connections=32, **words):
        return self.loads([server], script, seconds, connections, **words)[0]

    def loads(self, servers, script, seconds, connections, **words):
        """The same load on several servers at the same time."""
        with contextlib.ExitStack() as stack:
            running = [
                stack.enter_context(self.begin(server, script, seconds, connections, words)) for server in servers
            ]
            return [self.figures(one.communicate()[0]) for one in running]

    @contextlib.contextmanager
    def begin(self, server, script, seconds, connections, words):
        environment = os.environ | self.environment | {name: str(value) for name, value in words.items()}
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "--timeout", "10", "-s", HERE / script, server.url]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()

    @staticmethod
    def figures(told):
        found = re.search(r"^figures (\d+) (\d+) (\d+) ([\d.]+) ([\d.]+)$", told, re.MULTILINE)
        if not found:
            raise Broken(f"wrk: {told.strip()[-200:]}")
        requests, micros, failed = (int(found[place]) for place in (1, 2, 3))
        if failed or not requests:
            raise Broken(f"{failed} of {requests} requests failed")
        return Load(requests, requests / micros * 1e6, float(found[4]), float(found[5]))


def pgbench(database, script, seconds, clients, **variables):
    """Transactions a second of a script of this folder, with prepared statements."""
    told = run(
        [
            "pgbench",
            "--no-vacuum",
            "--protocol",
            "prepared",
            "--client",
            clients,
            "--jobs",
            1,
            "--time",
            seconds,
            "--file",
            HERE / script,
        ]
        + [f"--define={name}={value}" for name, value in variables.items()]
        + [database]
    )
    found = re.search(r"^tps = ([\d.]+) \(without", told, re.MULTILINE)
    if not found:
        raise Broken(f"pgbench: {told.strip()[-200:]}")
    return float(found[1])


def redis_benchmark(server, requests, keys):
    """GETs a second of keys that `profile:` and twelve digits make, by 32 connections."""
    told = run(
        [
            "redis-benchmark",
            "-p",
            server.port,
            "-c",
            32,
            "-n",
            requests,
            "-r",
            keys,
            "-q",
            "GET",
            "profile:__rand_int__",
        ]
    )
    found = re.findall(r"([\d.]+) requests per second", told)
    if not found:
        raise Broken(f"redis-benchmark: {told.strip()[-200:]}")
    return float(found[-1])
