"""The five calls that most people need, with nothing but Python's own library."""

import json
import urllib.error
import urllib.parse
import urllib.request


class Problem(Exception):
    """Why the service did not answer as wished (RFC 9457): `kind` is for programs, the text for people."""

    def __init__(self, document):
        super().__init__(document["detail"])
        self.kind = document["type"]
        self.status = document["status"]
        self.errors = document.get("errors", [])


class NoRedirects(urllib.request.HTTPRedirectHandler):
    """The key is for this service, and for no other that an answer may name."""

    def redirect_request(self, *_):
        return None


class Clientele:
    def __init__(self, url, key, timeout=10):
        self.url, self.key, self.timeout = url.rstrip("/"), key, timeout
        self._opener = urllib.request.build_opener(NoRedirects)

    def put(self, source, kind, identifier, record):
        """States a record; the same again changes nothing. `kind` is customers, orders, interactions, activities or
        promises."""
        return self._ask("PUT", ["v1", "sources", source, kind, identifier], record)

    def profile(self, name):
        """The profile of an id or of `type:value`; None when nobody is known by it."""
        try:
            return self._ask("GET", ["v1", "profiles", name])
        except Problem as problem:
            if problem.status == 404:
                return None
            raise

    def vip(self, name):
        """Whether somebody goes first; an unknown person is an answer too."""
        return self._ask("GET", ["v1", "vip", name])

    def search(self, words, limit=20):
        return self._ask("POST", ["v1", "profiles", "search"], {"query": words, "limit": limit})["results"]

    def timeline(self, name):
        """Everything that happened, newest first, page by page."""
        cursor = None
        while True:
            query = {"limit": 100} | ({"cursor": cursor} if cursor else {})
            page = self._ask("GET", ["v1", "profiles", name, "timeline"], query=query)
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def _ask(self, method, path, document=None, query=None):
        # Identifiers hold characters that mean something in addresses.
        address = self.url + "/" + "/".join(urllib.parse.quote(part, safe="") for part in path)
        if query:
            address += "?" + urllib.parse.urlencode(query)
        headers = {"Authorization": "Bearer " + self.key}
        data = None
        if document is not None:
            data, headers["Content-Type"] = json.dumps(document).encode(), "application/json"
        request = urllib.request.Request(address, method=method, data=data, headers=headers)
        try:
            with self._opener.open(request, timeout=self.timeout) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            raise Problem(json.load(error)) from None
