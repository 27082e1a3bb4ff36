"""One more order on a long history."""

import json
import http.client

from processes import Broken
from table import Row
from trial import trial

LONG, SHORT = 100_000, 100


@trial(Row("one-more", f"one more order on a profile with {LONG:,} facts", f"with {SHORT} facts", "ms", at_most=3))
def one_more(scene, wanted):
    server = scene.server
    for name, count in (("LONG", LONG), ("SHORT", SHORT)):
        fill(scene, server, name, count)
    for number in range(scene.rounds):
        times = [scene.wrk(server, "put.lua", scene.seconds, connections=1, CUSTOMER=name,
                           FIRST=(first + number) * 1_000_000).mean for name, first in (("LONG", 900), ("SHORT", 1000))]
        yield "one-more", *times


def fill(scene, server, customer, count):
    """Sends that many orders of one customer to the server, as a job would."""
    lines = (order(customer, number) for number in range(count))
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)
    connection.request("POST", "/v1/ingest", body="".join(lines).encode(), headers={
        "Authorization": f"Bearer {scene.key}", "Content-Type": "application/x-ndjson"})
    reply = json.loads(connection.getresponse().read())
    connection.close()
    if reply.get("accepted") != count:
        raise Broken(f"of {count} orders {reply.get('accepted')} were accepted")


def order(customer, number):
    at = f"{2023 + number % 3}-{1 + number % 12:02}-{1 + number % 28:02}T{number % 24:02}:{number // 24 % 60:02}:00Z"
    return (f'{{"kind":"order","source":"erp","id":"{customer}-{number}","customer":{{"crm":"{customer}"}},"placed_at":"{at}",'
            f'"updated_at":"{at}","status":"delivered","currency":"EUR","total":"59.80","channel":"web","lines":[{{"sku":'
            f'"SKU-{number % 500:05}","name":"Goods {number % 500}","category":"sports","unit_price":"29.90",'
            f'"quantity":2}}]}}\n')
