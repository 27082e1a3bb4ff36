"""Readers of event streams. They are bare sockets of this process, which holds thousands of them and adds little to
what they measure."""

import contextlib
import itertools
import selectors
import socket
import statistics
import time

from processes import Broken

PATIENCE = 30
AT_ONCE = 64


class Line:
    """One connection to the service, with the bytes that came and were not taken yet."""

    def __init__(self, server, key, buffer=None):
        self.fields = f"Host: bench\r\nAuthorization: Bearer {key}\r\n"
        self.bytes = b""
        self.socket = socket.socket()
        self.socket.settimeout(PATIENCE)
        if buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.socket.connect(("127.0.0.1", server.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, method, path, body=None):
        fields = self.fields
        if body is not None:
            fields += f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        self.socket.sendall(f"{method} {path} HTTP/1.1\r\n{fields}\r\n{body or ''}".encode())

    def receive(self):
        got = self.socket.recv(1 << 16)
        if not got:
            raise Broken("the server ended a connection")
        self.bytes += got

    def takes_answer(self):
        """Takes a whole answer if there is one; it must be a 2xx."""
        head, end, rest = self.bytes.partition(b"\r\n\r\n")
        if not end:
            return False
        if not head.startswith(b"HTTP/1.1 2"):
            raise Broken(f"the service answers {head[:12].decode()}")
        length = int(head.lower().partition(b"content-length:")[2].split(b"\r")[0])
        if len(rest) < length:
            return False
        self.bytes = rest[length:]
        return True

    def takes_event(self, mark):
        """Takes everything up to the end of an event with the mark, if it is complete."""
        _, found, rest = self.bytes.partition(mark)
        _, end, following = rest.partition(b"\n\n")
        if end:
            self.bytes = following
        return bool(found and end)

    def ask(self, method, path, body=None):
        self.send(method, path, body)
        while not self.takes_answer():
            self.receive()

    def close(self):
        self.socket.close()


def median_of_probes(server, key, count=1000):
    """How long `GET /livez` takes on one connection, in seconds."""
    with contextlib.closing(Line(server, key)) as line:
        return statistics.median(seconds_of(line.ask, "GET", "/livez") for _ in range(count))


def seconds_of(call, *values):
    begun = time.perf_counter()
    call(*values)
    return time.perf_counter() - begun


@contextlib.contextmanager
def open_lines(server, key, paths, mark=None, buffer=None):
    """Opens a connection for each path and waits for its answer, or for an event with the mark."""
    lines, wanted = [], iter(paths)
    try:
        while batch := list(itertools.islice(wanted, AT_ONCE)):
            fresh = [Line(server, key, buffer) for _ in batch]
            lines += fresh
            for line, path in zip(fresh, batch):
                line.send("GET", path)
            for line in fresh:
                await_first(line, mark)
        yield lines
    finally:
        for line in lines:
            line.close()


def await_first(line, mark):
    while not (line.takes_event(mark) if mark else line.takes_answer()):
        line.receive()


class Watch:
    """Writes to one profile, and waits for the answer and for the event of each write."""

    def __init__(self, writer, reader):
        self.writer, self.reader = writer, reader
        self.selector = selectors.DefaultSelector()
        for line in (writer, reader):
            self.selector.register(line.socket, selectors.EVENT_READ, line)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.selector.close()

    def lag(self, path, body, mark):
        """Seconds from the answer to the event; zero when the event comes first."""
        self.writer.send("PUT", path, body)
        answered = told = None
        while answered is None or told is None:
            line = self.next_line()
            line.receive()
            now = time.perf_counter()
            if line is self.writer and line.takes_answer():
                answered = now
            if line is self.reader and line.takes_event(mark):
                told = now
        return max(told - answered, 0)

    def next_line(self):
        # The answer is looked at first when both are there: a lag may look longer by this, never shorter.
        ready = [key.data for key, _ in self.selector.select(PATIENCE)]
        if not ready:
            raise Broken("an event does not come")
        return self.writer if self.writer in ready else self.reader
