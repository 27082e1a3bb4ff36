"""Processes of the benchmark: started, waited for, watched and always stopped."""

import contextlib
import os
import resource
import socket
import subprocess
import time


class Broken(Exception):
    """Something the benchmark needs does not work; the text says what."""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def run(command, **more):
    """Runs a command to its end and returns what it printed."""
    done = subprocess.run(
        [str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more
    )
    if done.returncode != 0:
        told = (done.stderr or done.stdout).strip().splitlines()[-3:]
        raise Broken(f"{os.path.basename(str(command[0]))} failed: {' / '.join(told)}")
    return done.stdout


def allow_files(count):
    """Lets this process, and those it starts, have so many files open, or as many as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= count:
        return
    enough = hard == resource.RLIM_INFINITY or hard >= count
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard if enough else count))
    except ValueError:
        # Only root may raise the second of the two.
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def seconds(command, **more):
    """Wall time of a command."""
    begun = time.monotonic()
    run(command, **more)
    return time.monotonic() - begun


def peak_megabytes(command, **more):
    """How much memory a command had at most."""
    process = subprocess.Popen(
        [str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise Broken(f"{os.path.basename(str(command[0]))} failed")
    return usage.ru_maxrss / 1024


class Server:
    """A running server, which answered once."""

    def __init__(self, process, port, ready_after):
        self.process = process
        self.port = port
        self.ready_after = ready_after

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def resident_megabytes(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            for line in status:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
        raise Broken("a server is gone")


def processor_seconds(pid):
    """Processor time of a process and its children so far."""
    children = [each for each in os.listdir("/proc") if each.isdigit() and stat(each)[1:2] == [str(pid)]]
    # The parent's own fields also hold the time of children that ended.
    ticks = stat(pid)[11:15] + [tick for each in children for tick in stat(each)[11:13]]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def busy_seconds():
    """Time that the processors spent on anything so far."""
    with open("/proc/stat", encoding="ascii") as file:
        ticks = [int(tick) for tick in file.readline().split()[1:9]]
    return (sum(ticks) - ticks[3] - ticks[4]) / os.sysconf("SC_CLK_TCK")


def stat(pid):
    """The fields of /proc/PID/stat from the state on; none when the process is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()
    except OSError:
        return []


@contextlib.contextmanager
def serving(command, port, log, question, answer, environment=None, patience=60):
    """A server for as long as the block lasts. It is ready when the question, bytes on a new connection, is answered by
    something that holds the answer."""
    begun = time.monotonic()
    with open(log, "wb") as output:
        process = subprocess.Popen(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=os.environ | (environment or {}),
        )
        try:
            while not answers(port, question, answer):
                if process.poll() is not None or time.monotonic() - begun > patience:
                    raise Broken(f"{os.path.basename(str(command[0]))} does not start: {tail(log)}")
                time.sleep(0.002)
            yield Server(process, port, time.monotonic() - begun)
        finally:
            stop(process)


def stop(process):
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def answers(port, question, answer):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as one:
            one.sendall(question)
            return answer in one.recv(4096)
    except OSError:
        return False


def tail(log):
    with open(log, encoding="utf-8", errors="replace") as file:
        return " / ".join(file.read().strip().splitlines()[-3:])[:400]
