"""The same bytes for peers: an answer of average length, and every profile under its mail address."""

import http.client
import re
import subprocess

import customers
from processes import Broken

NUMBER = re.compile(rb'"type":"email","value":"[a-z]+\.[a-z]+\.(\d+)@example\.com"')


class ProfileFiles:
    def __init__(self, folder, count):
        self.folder = folder
        self.count = count

    def average_answer(self, server, key):
        """Of skewed reads, the answer whose body is nearest to the average length."""
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        answers = []
        for number in customers.zipf(self.count, 3000):
            connection.request("GET", f"/v1/profiles/email:{customers.mail(number)}",
                               headers={"Authorization": f"Bearer {key}"})
            reply = connection.getresponse()
            body = reply.read()
            if reply.status != 200:
                raise Broken(f"customer {number} gets {reply.status}")
            answers.append((len(body), reply.getheaders(), body))
        connection.close()
        average = sum(length for length, _, _ in answers) / len(answers)
        _, fields, body = min(answers, key=lambda answer: abs(answer[0] - average))
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
        with feeding(["redis-cli", "-p", str(server.port), "--pipe"]) as pipe:
            for number, profile in self.numbered(profiles):
                key = b"profile:%012d" % number
                pipe.write(b"*3\r\n$3\r\nSET\r\n$%d\r\n%s\r\n$%d\r\n%s\r\n" % (len(key), key, len(profile), profile))

    def fill_table(self, cluster, profiles):
        cluster.psql("profiles", "-c", "CREATE TABLE profiles (identifier text, profile json NOT NULL)")
        copy = r"\copy profiles from pstdin with (format csv, quote E'\x01', delimiter E'\x02')"
        command = ["psql", "-qX", "-v", "ON_ERROR_STOP=1", "-d", "profiles", "-c", copy]
        with feeding(command) as pipe:
            for number, profile in self.numbered(profiles):
                pipe.write(b"email:%s\x02%s\n" % (customers.mail(number).encode(), profile))
        cluster.psql("profiles", "-c", "ALTER TABLE profiles ADD PRIMARY KEY (identifier)", "-c", "ANALYZE profiles")


class feeding:
    """Standard input of a command, which has to end well."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)

    def __enter__(self):
        return self.process.stdin

    def __exit__(self, kind, *_):
        self.process.stdin.close()
        if self.process.wait() != 0 and kind is None:
            raise Broken(f"{self.process.args[0]} took not all it was given")
