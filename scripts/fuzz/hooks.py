"""Takes what schemathesis makes up to customers who exist, so that merges and unmerges happen, and counts what did."""

import atexit
import collections
import hashlib
import hmac
import itertools
import json
import os
import random
import re

import requests
import schemathesis
from schemathesis.core.parameters import ParameterLocation

URL = os.environ["CLIENTELE_URL"]
PANEL_SECRET = os.environ["CLIENTELE_PANEL_INTERCOM_SECRET"].encode()
SESSION = requests.Session()
SESSION.headers["Authorization"] = f"Bearer {os.environ['CLIENTELE_KEY']}"
ANSWERS = collections.defaultdict(collections.Counter)
NUMBERS = itertools.count(1)


def ask(method, path, body=None):
    answer = SESSION.request(method, URL + path, json=body, timeout=20)
    answer.raise_for_status()
    return answer.json() if answer.content else None


def state(kind, body):
    number = next(NUMBERS)
    return ask("PUT", f"/v1/sources/fuzz/{kind}/{number}", body)


def stranger():
    """The profile of a customer whom nobody knew."""
    email = f"kim.{next(NUMBERS)}@example.org"
    return state("customers", {"full_name": "Kim Example", "emails": [email]})["profile_id"]


def regular(number):
    """A customer with an order, a contact, a promise and activities, by whatever one may name them."""
    email = f"jo.{number}@example.org"
    customer = {"email": email}
    profile = state("customers", {"given_name": "Jo", "family_name": "Example", "emails": [email]})["profile_id"]
    then = f"2026-0{number % 9 + 1}-11T10:00:00Z"
    state("orders", {"customer": customer, "placed_at": then, "status": "paid", "total": "10.00",
                     "lines": [{"sku": "FUZZ-1", "name": "Kettle", "category": "kettles", "quantity": 1}]})
    state("interactions", {"customer": customer, "occurred_at": then, "channel": "chat", "agent": {"id": "kim"}})
    state("activities", {"customer": customer, "occurred_at": then, "type": "product_viewed", "sku": "FUZZ-1"})
    state("promises", {"customer": customer, "promised_at": then, "text": "Call back"})
    return [profile, f"email:{email}"]


def erased():
    return ask("DELETE", f"/v1/profiles/{stranger()}")["id"]


def merged():
    """Who is left of two, and who was absorbed."""
    pair = [stranger(), stranger()]
    left = ask("POST", f"/v1/profiles/{pair[0]}/merge", {"with": pair[1], "reason": "one person"})["profile_id"]
    pair.remove(left)
    return left, pair[0]


PEOPLE = [name for number in range(20) for name in regular(number)]
ask("PUT", "/v1/sources/fuzz/products/FUZZ-1", {"name": "Kettle", "category": "kettles"})
FILES = re.findall(r"/console/assets/([^/\"]+)/([^/\"]+)", SESSION.get(f"{URL}/console").text)


def is_valid(case, location):
    component = case.meta.components.get(location)
    mode = component.mode if component else case.meta.generation.mode
    return mode.is_positive


def name_something_real(case, chance):
    """What the path names: made up in one case of five, else something that is there."""
    if chance.random() < 0.2:
        return
    match case.path.rsplit("/", 1):
        case ["/v1/products", _]:
            case.path_parameters = {"sku": "FUZZ-1"}
        case ["/v1/keys", _]:
            key = ask("POST", "/v1/keys", {"name": "fuzz", "scopes": ["vip:read"]})
            case.path_parameters = {"id": key["id"]}
        case ["/console/assets/{version}", _]:
            version, file = chance.choice(FILES)
            case.path_parameters = {"version": version, "file": file}
        case ["/v1/sessions", "{id}"]:
            case.path_parameters = {"id": ask("POST", "/v1/sessions", {})["id"]}
    if case.path.startswith("/v1/erasures/{id}"):
        case.path_parameters = {"id": erased()}
    if case.path.startswith(("/v1/profiles/{id}", "/v1/vip/{id}")):
        case.path_parameters = {"id": chance.choice(PEOPLE)}


def merge(case, chance):
    """Two strangers, or two of those who are merged again and again."""
    strangers = chance.random() < 0.7
    case.path_parameters = {"id": stranger() if strangers else chance.choice(PEOPLE)}
    case.body["with"] = stranger() if strangers else chance.choice(PEOPLE)


def unmerge(case, chance):
    left, absorbed = merged()
    case.path_parameters = {"id": left}
    case.body["profile"] = absorbed


def tiers():
    return [tier["name"] for tier in ask("GET", "/v1/vip/policy")["tiers"]]


def set_tier(case, chance):
    case.body["tier"] = chance.choice(tiers())


BODIES = {"mergeProfiles": merge, "unmergeProfiles": unmerge, "setTier": set_tier}


# What a schema cannot say of a valid body is seen to here.

PRECISION = {"EUR": 2, "USD": 2, "GBP": 2, "CHF": 2, "KWD": 3, "JPY": 0}


def as_currencies_have_it(value, digits):
    """No amount finer or greater than its currency has it."""
    if isinstance(value, dict):
        if "currency" in value:
            digits = PRECISION.get(str(value["currency"]), 0)
        for name in {"total", "refunded", "unit_price", "price", "at_least"} & value.keys():
            value[name] = rounded(value[name], digits)
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        as_currencies_have_it(part, digits)


def rounded(amount, digits):
    if isinstance(amount, str) and "." in amount:
        whole, fraction = amount.split(".")
        amount = whole + ("." + fraction[:digits] if digits else "")
    if isinstance(amount, float):
        amount = int(amount)
    return amount if isinstance(amount, bool) or len(str(amount)) < 9 else "1"


def with_fewer_identifiers(identifiers):
    """50 in all."""
    if isinstance(identifiers, dict):
        for name, values in identifiers.items():
            if isinstance(values, list):
                identifiers[name] = values[:5]
        for name in list(identifiers)[8:]:
            del identifiers[name]


def as_rules_have_it(operation, body):
    if not isinstance(body, dict):
        return
    as_currencies_have_it(body, 2)
    with_fewer_identifiers(body.get("customer"))
    with_fewer_identifiers(body.get("identifiers"))
    if "tiers" in body and operation in ("putPolicy", "previewPolicy", "rehearsePolicy"):
        body["tiers"] = list({tier["name"]: tier for tier in body["tiers"]}.values())
        body["vip_from"] = body["tiers"][0]["name"] if body["tiers"] else None
    if operation == "searchProfiles":
        body.pop("after", None)


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.meta is None:
        return
    operation = case.operation.definition.raw.get("operationId")
    chance = random.Random(repr((case.path_parameters, case.query, case.body)))
    if case.path_parameters and is_valid(case, ParameterLocation.PATH):
        name_something_real(case, chance)
        if operation in BODIES and is_valid(case, ParameterLocation.BODY) and chance.random() < 0.8:
            BODIES[operation](case, chance)
    if is_valid(case, ParameterLocation.BODY):
        as_rules_have_it(operation, case.body)
    if case.query and is_valid(case, ParameterLocation.QUERY):
        go_on_from_a_page(case)
    if operation == "readChanges" and case.query and case.query.get("wait") in range(2, 31):
        case.query["wait"] = 1


def go_on_from_a_page(case):
    """Where a page ends, only the page before can say."""
    for name in {"cursor", "after"} & case.query.keys():
        path = case.formatted_path
        answer = SESSION.get(f"{URL}{path}", params={"limit": 1}, timeout=20)
        following = answer.json().get("next") if answer.ok else None
        if following:
            case.query[name] = following
        else:
            del case.query[name]


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    values = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(line) for line in values).encode()


@schemathesis.hook
def after_call(context, case, response):
    ANSWERS[case.operation.label][response.status_code] += 1


@atexit.register
def tell():
    with open(os.environ["CLIENTELE_FUZZ_ANSWERS"], "w") as file:
        json.dump(ANSWERS, file, indent=1, sort_keys=True)
