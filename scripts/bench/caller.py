"""Single calls to the service, over one connection."""

import http.client

from processes import Broken


class Caller:
    def __init__(self, server, key):
        self.connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
        self.fields = {"Authorization": f"Bearer {key}"}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.connection.close()

    def get(self, path):
        """The fields of the answer's head, and its body."""
        return self.call("GET", path)

    def post(self, path, body, kind):
        return self.call("POST", path, body, {"Content-Type": kind})

    def call(self, method, path, body=None, fields=None):
        self.connection.request(method, path, body=body, headers=self.fields | (fields or {}))
        reply = self.connection.getresponse()
        told = reply.read()
        if reply.status >= 300:
            raise Broken(f"{method} is answered with {reply.status}")
        return reply.getheaders(), told
