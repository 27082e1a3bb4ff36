"""Orders that a shop sends by webhook, beside the same orders sent as our own records."""

import base64
import hashlib
import hmac
import json

from caller import Caller
from table import Row
from trial import trial

SECRET = "a secret of the shop that nobody guesses"
CUSTOMERS = 20_000
# More than any machine takes in a second.
MOST = 15_000


@trial(
    Row(
        "webhook-in",
        "SQLite: an order by a webhook of Shopify, 32 at once, verified, mapped and durable",
        "`PUT` of the same order",
        "/s",
        at_least=0.7,
    )
)
def webhooks(scene, wanted):
    box = base64.b64encode(hashlib.sha256(b"the benchmark's own").digest()).decode()
    with scene.servers.clientele(scene.new_sqlite("hooks"), SECRETS_KEY=box) as server:
        make_endpoint(scene, server)
        # The first round is not counted: both write into tables that are still empty.
        for number in range(-1, scene.rounds):
            first = (number + 2) * 10 * MOST * scene.seconds
            ours = played(scene, server, hooks, first)
            peer = played(scene, server, puts, first + 5 * MOST * scene.seconds)
            if number >= 0:
                yield "webhook-in", ours, peer


def make_endpoint(scene, server):
    body = json.dumps({"source": "boutique", "scheme": "shopify", "secret": SECRET}).encode()
    with Caller(server, scene.key) as caller:
        caller.call("PUT", "/v1/webhooks/in/boutique", body, {"Content-Type": "application/json"})


def played(scene, server, lines, first):
    """Requests a second."""
    path = scene.folder / "requests"
    with path.open("w") as file:
        file.writelines(lines(first, MOST * scene.seconds))
    return scene.wrk(server, "hooks.lua", scene.seconds, REQUESTS=path).rate


def hooks(first, count):
    for number in range(first, first + count):
        body = json.dumps(order(number), separators=(",", ":"))
        code = base64.b64encode(hmac.digest(SECRET.encode(), body.encode(), "sha256")).decode()
        yield f"POST\t/v1/webhooks/in/boutique\td{number}\t{code}\t{body}\n"


def puts(first, count):
    for number in range(first, first + count):
        body = json.dumps(record(order(number)), separators=(",", ":"))
        yield f"PUT\t/v1/sources/boutique/orders/{number}\t\t\t{body}\n"


def order(number):
    """As Shopify sends it, with the members that nobody maps."""
    customer, minute = number * 7919 % CUSTOMERS, number % 60
    at = f"2026-10-{1 + number % 28:02}T{number % 24:02}:{minute:02}:00+02:00"
    lines = [line(number, place) for place in range(1 + number % 3)]
    total = f"{sum(float(each['price']) * each['quantity'] for each in lines):.2f}"
    money = {"shop_money": {"amount": total, "currency_code": "EUR"}}
    money["presentment_money"] = money["shop_money"]
    place = {
        "first_name": "Ada", "last_name": f"Okafor {customer}", "address1": f"Lindenweg {customer % 90}", "phone": None,
        "city": "Berlin", "zip": "10115", "province": None, "province_code": None, "country": "Germany",
        "country_code": "DE", "company": None, "latitude": 52.5, "longitude": 13.4, "name": f"Ada Okafor {customer}",
    }  # fmt: skip
    person = {
        "id": 70_000_000 + customer, "email": f"ada.{customer}@example.com", "first_name": "Ada", "state": "enabled",
        "last_name": f"Okafor {customer}", "verified_email": True, "tags": "", "currency": "EUR", "created_at": at,
        "updated_at": at, "note": None, "tax_exempt": False, "default_address": place,
    }  # fmt: skip
    return {
        "id": number, "admin_graphql_api_id": f"gid://shopify/Order/{number}", "app_id": 580111, "name": f"#{number}",
        "browser_ip": "192.0.2.7", "buyer_accepts_marketing": False, "cancel_reason": None, "cancelled_at": None,
        "confirmed": True, "contact_email": person["email"], "email": person["email"], "created_at": at,
        "processed_at": at, "updated_at": at, "currency": "EUR", "presentment_currency": "EUR", "test": False,
        "total_price": total, "total_price_set": money, "current_total_price": total, "current_total_price_set": money,
        "subtotal_price": total, "subtotal_price_set": money, "total_discounts": "0.00", "total_tax": "0.00",
        "financial_status": "paid", "fulfillment_status": None, "source_name": "web", "landing_site": "/?ref=a",
        "order_number": number, "order_status_url": f"https://shop.example.com/1/orders/{number}", "phone": None,
        "tags": "", "token": f"{number:032x}", "user_id": None, "note_attributes": [], "discount_codes": [],
        "payment_gateway_names": ["visa"], "billing_address": place, "shipping_address": place, "customer": person,
        "fulfillments": [], "refunds": [], "line_items": lines,
        "shipping_lines": [{"id": number, "code": "Standard", "price": "0.00", "source": "shopify", "title": "Standard"}],
    }  # fmt: skip


def line(number, place):
    ware = (number * 31 + place) % 2000
    price = f"{9 + ware % 90}.90"
    money = {"shop_money": {"amount": price, "currency_code": "EUR"}}
    money["presentment_money"] = money["shop_money"]
    return {
        "id": number * 10 + place, "admin_graphql_api_id": f"gid://shopify/LineItem/{number * 10 + place}",
        "current_quantity": 1 + place, "fulfillable_quantity": 1 + place, "fulfillment_service": "manual",
        "fulfillment_status": None, "gift_card": False, "grams": 567, "name": f"Goods {ware}", "price": price,
        "price_set": money, "product_exists": True, "product_id": ware, "properties": [], "quantity": 1 + place,
        "requires_shipping": True, "sku": f"SKU-{ware:05}", "taxable": True, "title": f"Goods {ware}",
        "total_discount": "0.00", "variant_id": 40_000 + ware, "vendor": "boutique", "tax_lines": [],
    }  # fmt: skip


def record(order):
    """The same as the mapping makes of it."""
    place = order["billing_address"]
    return {
        "updated_at": order["updated_at"], "placed_at": order["processed_at"], "status": "paid", "currency": "EUR",
        "customer": {"boutique": str(order["customer"]["id"]), "email": order["email"]}, "channel": "web",
        "total": order["total_price"],
        "lines": [
            {"sku": each["sku"], "name": each["title"], "quantity": each["quantity"], "unit_price": each["price"]}
            for each in order["line_items"]
        ],
        "customer_details": {
            "given_name": place["first_name"], "family_name": place["last_name"],
            "address": {"street": place["address1"], "postal_code": "10115", "city": "Berlin", "country": "DE"},
        },
    }  # fmt: skip
