"""The real program with a small sample shop, on a port of its own, and the pages of desks that frame its panel."""

import contextlib
import http.server
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request

PROGRAM = os.environ["CLIENTELE_TEST_BINARY"]
PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(condition, what, patience=PATIENCE):
    """Waits until `condition()` is true, and returns what it returned."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"timed out waiting for {what}")


class Service:
    """A server of its own, which can be killed and started again on the same port and store."""

    def __init__(self, people=60, desk=None):
        self.folder = tempfile.mkdtemp(prefix="clientele-browser-")
        self.port = free_port()
        self.key = "ck_admin_" + secrets.token_hex(32)
        self.desk = (desk or Desk)(self)
        self.stranger = Desk(self)
        self.process = None
        database = f"sqlite:{self.folder}/clientele.db"
        self.environment = {
            **os.environ, "CLIENTELE_DATABASE": database, "CLIENTELE_ADMIN_KEY": self.key,
            "CLIENTELE_DEFAULT_PHONE_REGION": "DE",
            "CLIENTELE_PANEL_HOSTS": f"{self.desk.origin},{self.desk.elsewhere}", **self.settings(),
        }
        subprocess.run(
            [PROGRAM, "demo", "--database", database, "--people", str(people), "--seed", "1"],
            check=True, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # A server would learn by itself within half a minute.
        subprocess.run(
            [PROGRAM, "learn", "--database", database], check=True, env=self.environment, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL)
        self.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    @property
    def site(self):
        """Where browsers find it."""
        return self.url

    def settings(self):
        """More settings for the environment; called before the server starts."""
        return {}

    def start(self):
        with open(f"{self.folder}/server.log", "ab") as log:
            self.process = subprocess.Popen(
                [PROGRAM, "serve", "--host", "127.0.0.1", "--port", str(self.port)], env=self.environment, stdout=log,
                stderr=log)
        until(self.is_ready, "the server")

    def is_ready(self):
        try:
            with urllib.request.urlopen(self.url + "/readyz"):
                return True
        except OSError:
            return False

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    @contextlib.contextmanager
    def gone(self):
        """Kills the server, and starts it again afterwards."""
        self.kill()
        try:
            yield
        finally:
            self.start()

    def close(self):
        self.kill()
        self.desk.close()
        self.stranger.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def ask(self, method, path, document=None, key=None):
        """The JSON of an answer; raises for one that is no success."""
        request = urllib.request.Request(
            self.url + path, method=method, data=None if document is None else json.dumps(document).encode(),
            headers={"Authorization": "Bearer " + (key or self.key), "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            body = answer.read()
            return json.loads(body) if body else None

    def put(self, kind, source, identifier, document):
        self.ask("PUT", f"/v1/sources/{source}/{kind}/{identifier}", document)

    def profile(self, reference):
        return self.ask("GET", f"/v1/profiles/{reference}")

    def new_key(self, *scopes):
        return self.ask("POST", "/v1/keys", {"name": "browser", "scopes": list(scopes)})["key"]

    def sessions(self):
        """The ids of all that hold."""
        return [session["id"] for session in self.ask("GET", "/v1/sessions")["sessions"]]

    def end_sessions(self):
        for session in self.sessions():
            self.ask("DELETE", f"/v1/sessions/{session}")

    def put_zoe_and_pia(self):
        """One customer is known by a mail address, the other by a phone number."""
        self.put("customers", "crm", "zoe", {
            "given_name": "Zoe", "family_name": "Mail", "emails": ["zoe@example.com"]})
        self.put("customers", "crm", "pia", {
            "given_name": "Pia", "family_name": "Phone", "phones": ["+4930901820"]})


DESK_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>A desk</title>
<iframe id="panel" title="Customer" src="%s/panel" width="320" height="760"></iframe>
<script>
const heard = [];
addEventListener("message", (event) => heard.push(event.data));
const frame = document.getElementById("panel");
const tell = (message) => frame.contentWindow.postMessage(message, "*");
</script>"""


class Desk:
    """A page of another origin, which frames the panel and sends it messages."""

    def __init__(self, service):
        desk = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                # Browsers ask for it on their own, and complain where there is none.
                found = ("text/plain", b"") if self.path == "/favicon.ico" else desk.file(self.path)
                kind, body = found or ("text/plain", b"")
                self.send_response(200 if found else 404)
                self.send_header("Content-Type", f"{kind}; charset=utf-8")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.service = service
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def file(self, path):
        """The type and bytes of what is at `path`; None when there is nothing."""
        return ("text/html", (DESK_PAGE % self.service.site).encode()) if path == "/" else None

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def elsewhere(self):
        """The same page by a name that makes it another site, whose frames get no cookies of ours."""
        return f"http://localhost:{self.server.server_address[1]}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()
