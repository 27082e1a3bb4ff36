"""What traces tell of the real program, as a collector of OpenTelemetry hears it."""

import base64
import concurrent.futures
import http.server
import json
import secrets
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from service import Service, until

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
SPAN = "00f067aa0ba902b7"
CANARY = "canary.person"


class Listener:
    """A server of this process that notes requests in `take` and answers with the status that it returns."""

    def __init__(self):
        listener = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                self.send_response(listener.take(self.path, dict(self.headers), body))
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Collector(Listener):
    """Keeps what it is sent, and answers with `status`."""

    def __init__(self):
        self.bodies, self.headers, self.status = [], [], 200
        super().__init__()

    def take(self, path, headers, body):
        self.headers.append((path, headers))
        self.bodies.append(body)
        return self.status

    def spans(self):
        """Every span by name, read by OpenTelemetry's own description of the message."""
        found = {}
        for body in self.bodies:
            document = json.loads(body)
            for span in [
                    span for resource in document["resourceSpans"] for scope in resource["scopeSpans"]
                    for span in scope["spans"]]:
                # The one place where OTLP departs from the JSON of protobuf: ids are hexadecimal.
                for holder in [span, *span["links"]]:
                    for name in ("traceId", "spanId", "parentSpanId"):
                        if name in holder:
                            holder[name] = base64.b64encode(bytes.fromhex(holder[name])).decode()
            request = json_format.Parse(json.dumps(document), ExportTraceServiceRequest())
            for resource in request.resource_spans:
                for span in (span for scope in resource.scope_spans for span in scope.spans):
                    found.setdefault(span.name, []).append((span, resource.resource))
        return found

    def span(self, name):
        return until(lambda: self.spans().get(name), f"the span {name}")[0][0]


class Receiver(Listener):
    """Takes messages of webhooks, and answers the first with 500."""

    def __init__(self):
        self.messages = []
        super().__init__()

    def take(self, path, headers, body):
        self.messages.append((json.loads(body)["type"], headers))
        return 500 if len(self.messages) == 1 else 204

    @property
    def url(self):
        return f"{super().url}/{CANARY}"

    def parents(self, kind):
        """What messages of a kind say of their trace and span; None where they say nothing."""
        parents = [headers.get("traceparent") for name, headers in self.messages if name == kind]
        return [parent and tuple(parent.split("-")[1:3]) for parent in parents]


def attributes(span):
    return {one.key: one.value.string_value or one.value.int_value for one in span.attributes}


class Traces(unittest.TestCase):
    def serve(self, **settings):
        class Traced(Service):
            def settings(self):
                return {"OTEL_BSP_SCHEDULE_DELAY": "100", **settings}

        service = Traced(people=5)
        self.addCleanup(service.close)
        return service

    def setUp(self):
        self.collector = Collector()
        self.addCleanup(self.collector.close)

    @staticmethod
    def ask(service, method, path, document=None, **headers):
        request = urllib.request.Request(
            service.url + path, method=method, data=None if document is None else json.dumps(document).encode(),
            headers={"Authorization": "Bearer " + service.key, "Content-Type": "application/json", **headers})
        try:
            with urllib.request.urlopen(request) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            return error.read()

    def test_requests_join_the_trace_of_their_caller(self):
        service = self.serve(
            OTEL_EXPORTER_OTLP_ENDPOINT=self.collector.url, OTEL_EXPORTER_OTLP_HEADERS="api-key=a%20b",
            OTEL_SERVICE_NAME="shop", OTEL_RESOURCE_ATTRIBUTES="deployment.environment.name=test")
        parent = {"traceparent": f"00-{TRACE}-{SPAN}-01", "tracestate": "rojo=1"}
        email = f"{CANARY}@example.com"
        self.ask(service, "PUT", f"/v1/sources/crm/customers/{CANARY}", {"emails": [email]}, **parent)
        # Once from the store, once from memory, on the thread of the connection.
        for _ in range(2):
            self.ask(service, "GET", f"/v1/profiles/email:{urllib.parse.quote(email)}", **parent)
        self.ask(service, "GET", f"/v1/profiles/email:nobody.{CANARY}@example.com")
        self.ask(service, "GET", f"/{CANARY}?{CANARY}={CANARY}")
        self.ask(service, "POST", "/mcp", {
            "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {
                "name": "get_brief", "arguments": {"identifier": f"email:{email}"},
                "_meta": {"traceparent": f"00-{TRACE[::-1]}-{SPAN}-01"}}})

        put = self.collector.span("PUT /v1/sources/{source}/customers/{id}")
        self.assertEqual((put.trace_id.hex(), put.parent_span_id.hex(), put.trace_state), (TRACE, SPAN, "rojo=1"))
        self.assertEqual(attributes(put), {
            "http.request.method": "PUT", "http.route": "/v1/sources/{source}/customers/{id}",
            "http.response.status_code": 200})
        self.assertLess(put.start_time_unix_nano, put.end_time_unix_nano)
        tool = self.collector.span("tools/call get_brief")
        self.assertEqual((tool.trace_id.hex(), tool.parent_span_id.hex()), (TRACE[::-1], SPAN))
        reads = self.collector.spans()["GET /v1/profiles/{id}"]
        self.assertEqual(len(reads), 3)
        self.assertEqual([span.trace_id.hex() == TRACE for span, _ in reads], [True, True, False])
        self.assertEqual([attributes(span)["http.response.status_code"] for span, _ in reads], [200, 200, 404])
        self.assertEqual(len({span.span_id for span, _ in reads}), 3)
        request = self.collector.span("POST /mcp")
        self.assertEqual([link.span_id for link in tool.links], [request.span_id])
        self.assertEqual(attributes(self.collector.span("GET"))["http.response.status_code"], 404)

        resource = {one.key: one.value.string_value for one in reads[0][1].attributes}
        self.assertEqual(
            (resource["service.name"], resource["deployment.environment.name"]), ("shop", "test"))
        self.assertTrue(all(path == "/v1/traces" and headers["api-key"] == "a b"
                            and headers["Content-Type"] == "application/json"
                            for path, headers in self.collector.headers))
        for body in self.collector.bodies:
            self.assertNotIn(CANARY.encode(), body)

    def test_what_goes_on_below_requests_belongs_to_their_traces(self):
        service = self.serve(OTEL_EXPORTER_OTLP_ENDPOINT=self.collector.url)
        parent = {"traceparent": f"00-{TRACE}-{SPAN}-01"}
        self.ask(service, "PUT", f"/v1/sources/crm/customers/{CANARY}", {"given_name": CANARY}, **parent)
        # Once from the store, once from memory.
        for _ in range(2):
            self.ask(service, "GET", f"/v1/profiles/crm:{CANARY}", **parent)
        self.ask(service, "GET", f"/v1/vip/crm:nobody.{CANARY}", **parent)
        vip = self.collector.span("GET /v1/vip/{id}")
        until(lambda: len(self.collector.spans()["GET /v1/profiles/{id}"]) == 2, "a span of either read")
        spans = self.collector.spans()
        put = spans["PUT /v1/sources/{source}/customers/{id}"][0][0]
        [commit] = [span for span, _ in spans["commit"] if span.trace_id.hex() == TRACE]
        self.assertEqual(
            (commit.parent_span_id, attributes(commit), list(commit.links)), (put.span_id, {"clientele.calls": 1}, []))
        self.assertLessEqual(put.start_time_unix_nano, commit.start_time_unix_nano)
        self.assertLess(commit.start_time_unix_nano, commit.end_time_unix_nano)
        first = min((span for span, _ in spans["GET /v1/profiles/{id}"]), key=lambda span: span.start_time_unix_nano)
        self.assertEqual([span.parent_span_id for span, _ in spans["read"]], [first.span_id, vip.span_id])
        for body in self.collector.bodies:
            self.assertNotIn(CANARY.encode(), body)

    def test_writers_that_share_a_transaction_are_linked_to_it(self):
        service = self.serve(OTEL_EXPORTER_OTLP_ENDPOINT=self.collector.url)

        def shared():
            """Commits that several share, after many writers came at once."""
            with concurrent.futures.ThreadPoolExecutor(16) as pool:
                list(pool.map(lambda number: self.ask(
                    service, "PUT", f"/v1/sources/crm/customers/{number}", {"given_name": "Jane"}), range(200)))
            commits = [span for span, _ in self.collector.spans().get("commit", [])]
            return [span for span in commits if 2 <= attributes(span)["clientele.calls"] <= 9]

        commits = until(shared, "writers that share a transaction")
        named = {span.parent_span_id for span in commits} | {link.span_id for span in commits for link in span.links}
        until(lambda: named <= {span.span_id for span, _ in self.collector.spans()[
            "PUT /v1/sources/{source}/customers/{id}"]}, "the requests that share them")
        for commit in commits:
            self.assertEqual(len({link.span_id for link in commit.links} - {commit.parent_span_id}),
                             attributes(commit)["clientele.calls"] - 1)

    def webhook(self, **settings):
        """A service, a receiver, and the id of the endpoint by which the one tells the other."""
        receiver = Receiver()
        self.addCleanup(receiver.close)
        service = self.serve(
            CLIENTELE_SECRETS_KEY=base64.b64encode(secrets.token_bytes(32)).decode(), CLIENTELE_WEBHOOKS_ALLOW_PRIVATE="true",
            **settings)
        made = json.loads(self.ask(service, "POST", "/v1/webhooks", {"url": receiver.url}))
        return service, receiver, made["id"]

    def test_each_attempt_to_deliver_is_a_span_that_its_receiver_can_go_on_with(self):
        service, receiver, webhook = self.webhook(OTEL_EXPORTER_OTLP_ENDPOINT=self.collector.url)
        self.ask(service, "PUT", f"/v1/sources/crm/customers/{CANARY}", {"given_name": CANARY})
        name = "webhook profile.created"
        until(lambda: len(self.collector.spans().get(name, [])) == 2, "a span of either attempt")
        spans = [span for span, _ in self.collector.spans()[name]]
        self.assertEqual([(span.trace_id.hex(), span.span_id.hex()) for span in spans],
                         receiver.parents("profile.created"))
        self.assertEqual(len({span.trace_id for span in spans}), 2)
        said = {"http.request.method": "POST", "clientele.webhook.id": webhook}
        self.assertEqual([attributes(span) for span in spans], [
            {**said, "http.response.status_code": 500},
            {**said, "http.response.status_code": 204, "http.request.resend_count": 1}])
        self.assertEqual([(span.kind, span.status.code) for span in spans], [(3, 2), (3, 0)])

        parent = {"traceparent": f"00-{TRACE}-{SPAN}-01"}
        self.ask(service, "POST", f"/v1/webhooks/{webhook}/ping", **parent)
        ping = self.collector.span("webhook webhook.ping")
        self.assertEqual([(TRACE, ping.span_id.hex())], receiver.parents("webhook.ping"))
        request = self.collector.span("POST /v1/webhooks/{id}/ping")
        self.assertEqual((ping.trace_id.hex(), ping.parent_span_id), (TRACE, request.span_id))
        for body in self.collector.bodies:
            self.assertNotIn(CANARY.encode(), body)

    def test_messages_say_nothing_of_traces_where_nobody_keeps_them(self):
        service, receiver, webhook = self.webhook()
        self.ask(service, "POST", f"/v1/webhooks/{webhook}/ping", traceparent=f"00-{TRACE}-{SPAN}-01")
        self.assertEqual(receiver.parents("webhook.ping"), [None])

    def test_what_was_sampled_out_is_not_told(self):
        service = self.serve(
            OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=self.collector.url + "/own", OTEL_TRACES_SAMPLER="parentbased_traceidratio",
            OTEL_TRACES_SAMPLER_ARG="0")
        self.ask(service, "GET", "/v1/vip/crm:1")
        self.ask(service, "GET", "/v1/vip/crm:1", traceparent=f"00-{TRACE}-{SPAN}-00")
        self.ask(service, "GET", "/v1/vip/crm:1", traceparent=f"00-{TRACE}-{SPAN}-01")
        self.collector.span("GET /v1/vip/{id}")
        self.assertEqual({name: len(found) for name, found in self.collector.spans().items()},
                         {"read": 1, "GET /v1/vip/{id}": 1})
        self.assertEqual({path for path, _ in self.collector.headers}, {"/own"})

    def test_a_collector_that_refuses_costs_spans_and_nothing_else(self):
        service = self.serve(OTEL_EXPORTER_OTLP_ENDPOINT=self.collector.url)
        self.collector.status = 400
        self.ask(service, "GET", "/v1/vip/crm:1")

        def dropped():
            with urllib.request.urlopen(service.url + "/metrics") as answer:
                text = answer.read().decode()
            line = next(line for line in text.splitlines() if line.startswith("clientele_trace_spans_dropped_total"))
            return float(line.split()[1]) > 0

        until(dropped, "spans that were dropped")
        self.assertEqual(json.loads(self.ask(service, "GET", "/v1/vip/crm:1"))["found"], False)

    def test_spans_of_the_last_requests_are_sent_when_the_service_stops(self):
        service = self.serve(OTEL_EXPORTER_OTLP_ENDPOINT=self.collector.url, OTEL_BSP_SCHEDULE_DELAY="600000")
        self.ask(service, "GET", "/v1/vip/policy")
        service.process.terminate()
        self.assertEqual(service.process.wait(timeout=30), 0)
        self.assertIn("GET /v1/vip/policy", self.collector.spans())


if __name__ == "__main__":
    unittest.main()
