"""The same bytes for peers: an answer of average length, and every profile under its mail address."""

import re
import subprocess

import customers
from caller import Caller
from processes import Broken

NUMBER = re.compile(rb'"type":"email","value":"[a-z]+\.[a-z]+\.(\d+)@example\.com"')


class ProfileFiles:
    def __init__(self, folder, count):
        self.folder = folder
        self.count = count

    def average_answer(self, server, key):
        """Of skewed reads, the answer whose body is nearest to the average length."""
        with Caller(server, key) as caller:
            answers = [
                caller.get(f"/v1/profiles/email:{customers.mail(number)}")
                for number in customers.zipf(self.count, 3000)
            ]
        average = sum(len(body) for _, body in answers) / len(answers)
        fields, body = min(answers, key=lambda answer: abs(len(answer[1]) - average))
        head = "".join(["HTTP/1.1 200 OK\r\n", *(f"{name}: {value}\r\n" for name, value in fields), "\r\n"])
        path = self.folder / "answer"
        path.write_bytes(head.encode("latin-1") + body)
        self.body.write_bytes(body)
        return path

    @property
    def body(self):
        """The same answer without its head; there once the answer is."""
        return self.folder / "answer.json"

    def numbered(self, profiles):
        """Each customer's number and profile."""
        with open(profiles, "rb") as file:
            for line in file:
                found = NUMBER.search(line)
                if found:
                    yield int(found[1]), line.rstrip(b"\n")

    def fill_redis(self, server, profiles):
        with Feeding(["redis-cli", "-p", str(server.port), "--pipe"]) as pipe:
            for number, profile in self.numbered(profiles):
                key = b"profile:%012d" % number
                pipe.write(b"*3\r\n$3\r\nSET\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n" % (len(key), key, len(profile), profile))

    def fill_table(self, cluster, profiles):
        cluster.psql("profiles", "-c", "CREATE TABLE profiles (identifier text, profile json NOT NULL)")
        copy = r"\copy profiles from pstdin with (format csv, quote E'\x01', delimiter E'\x02')"
        command = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", "profiles", "-c", copy]
        with Feeding(command) as pipe:
            for number, profile in self.numbered(profiles):
                pipe.write(b"email:%s\x02%s\n" % (customers.mail(number).encode(), profile))
        cluster.psql("profiles", "-c", "ALTER TABLE profiles ADD PRIMARY KEY (identifier)", "-c", "ANALYZE profiles")


class Feeding:
    """Standard input of a command, which has to end well."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)

    def __enter__(self):
        return self.process.stdin

    def __exit__(self, kind, *_):
        self.process.stdin.close()
        if self.process.wait() != 0 and kind is None:
            raise Broken(f"{self.process.args[0]} took not all it was given")
