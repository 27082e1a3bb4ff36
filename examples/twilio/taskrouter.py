"""Gives a TaskRouter task the customer's tier and priority, of whatever channel it came by.

Call `update` with the fields of the workspace's event callback for `task.created`, and send what it returns to Twilio
as the form fields of POST /v1/Workspaces/{WorkspaceSid}/Tasks/{TaskSid}. A workflow then matches on
`clientele.vip == true` or on `clientele.tier`. CLIENTELE_URL and CLIENTELE_KEY (scope vip:read) come from the
environment.

Customers who are unknown or withhold their number get the plain attributes, and so does everybody while the service is
down. A task keeps all it had.
"""

import http.client
import json
import logging
import os
import urllib.request

NOBODY = {"found": False, "vip": False, "tier": None, "priority": 0, "reason": "", "also_claimed_by": 0}
# Where calls, messages and chats say who it is; an address with an @ is mail, anything else a number.
ADDRESSES = ("from", "caller", "customerAddress", "email")


def identifier(attributes):
    """Whom a task is about, as `type:value`; None when it does not say."""
    for name in ADDRESSES:
        address = attributes.get(name)
        if isinstance(address, str) and address.strip():
            is_mail = "@" in address and not address.startswith("sip:")
            return ("email:" if is_mail else "phone:") + address.strip()
    return None


def ask(who):
    """The service's answer about a person; the one for nobody when it does not answer."""
    try:
        request = urllib.request.Request(
            os.environ["CLIENTELE_URL"] + "/v1/vip/lookup", json.dumps({"identifiers": [who]}).encode(),
            {"Authorization": "Bearer " + os.environ["CLIENTELE_KEY"], "Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=2) as answer:
            return json.load(answer)["answers"][0]
    except (OSError, ValueError, LookupError, http.client.HTTPException) as error:
        logging.warning("Clientele does not answer: %s", type(error).__name__)
        return NOBODY


def attributes_of(answer):
    """A VIP answer as the attributes of a task."""
    return {name: "" if answer[name] is None else answer[name] for name in NOBODY}


def update(event):
    """The fields that change a task which `event` says was created."""
    attributes = json.loads(event.get("TaskAttributes") or "{}")
    who = identifier(attributes)
    answer = ask(who) if who else NOBODY
    # A higher priority that somebody gave the task already stays.
    priority = max(answer["priority"], int(event.get("TaskPriority") or 0))
    return {
        "Attributes": json.dumps({**attributes, "clientele": attributes_of(answer)}, ensure_ascii=False),
        "Priority": str(priority),
    }
