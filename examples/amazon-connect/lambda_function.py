"""An AWS Lambda function that tells an Amazon Connect flow who is in touch, as contact attributes.

It answers about the customer's number; a flow that knows more gives the parameter `identifier`, such as
`email:jane@example.com` or `crm:4711`. CLIENTELE_URL comes from the environment. When CLIENTELE_KEY_SECRET names
a secret, the key (scope vip:read) comes from Secrets Manager by way of AWS's Parameters and Secrets extension, else
from CLIENTELE_KEY.

Customers who are unknown or withhold their number are no VIPs, and nobody is while the service is down. Connect takes
flat maps of strings, and gives a function eight seconds; this one waits a second for the secret and two for the
service.
"""

import functools
import http.client
import json
import logging
import os
import urllib.parse
import urllib.request

NOBODY = {"found": False, "vip": False, "tier": None, "priority": 0, "reason": "", "also_claimed_by": 0}


def document(request, seconds):
    with urllib.request.urlopen(request, timeout=seconds) as answer:
        return json.load(answer)


@functools.lru_cache(maxsize=1)
def key_in(secret):
    """The value of a secret; read once for each running copy of the function."""
    port = os.environ.get("PARAMETERS_SECRETS_EXTENSION_HTTP_PORT", "2773")
    query = urllib.parse.urlencode({"secretId": secret})
    return document(
        urllib.request.Request(
            f"http://localhost:{port}/secretsmanager/get?{query}",
            headers={"X-Aws-Parameters-Secrets-Token": os.environ["AWS_SESSION_TOKEN"]}), 1)["SecretString"]


def key():
    secret = os.environ.get("CLIENTELE_KEY_SECRET")
    return key_in(secret) if secret else os.environ["CLIENTELE_KEY"]


def identifier(event):
    """Whom the contact is with, as `type:value`; None when nobody knows."""
    details = event.get("Details") or {}
    given = (details.get("Parameters") or {}).get("identifier")
    if given:
        return given
    endpoint = (details.get("ContactData") or {}).get("CustomerEndpoint") or {}
    is_number = endpoint.get("Type") == "TELEPHONE_NUMBER" and endpoint.get("Address")
    return "phone:" + endpoint["Address"] if is_number else None


def ask(who):
    """The service's answer about a person; the one for nobody when it does not answer."""
    try:
        request = urllib.request.Request(
            os.environ["CLIENTELE_URL"] + "/v1/vip/lookup", json.dumps({"identifiers": [who]}).encode(),
            {"Authorization": "Bearer " + key(), "Content-Type": "application/json"})
        return document(request, 2)["answers"][0]
    except (OSError, ValueError, LookupError, http.client.HTTPException) as error:
        if getattr(error, "code", None) == 401:
            # The secret may have been rotated: the next contact reads it again.
            key_in.cache_clear()
        logging.warning("Clientele does not answer: %s", type(error).__name__)
        return NOBODY


def text(value):
    if value is None:
        return ""
    return json.dumps(value) if isinstance(value, (bool, int)) else value


def lambda_handler(event, _context):
    who = identifier(event)
    answer = ask(who) if who else NOBODY
    attributes = {name: text(answer[name]) for name in NOBODY}
    # In Connect 1 is served first and 5 is what every contact has.
    attributes["routing_priority"] = str(5 - answer["priority"] * 4 // 100)
    return attributes
