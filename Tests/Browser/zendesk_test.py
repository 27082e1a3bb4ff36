"""Zendesk's sidebar app around the panel, in a real browser: the frame opened with a signed token, as Zendesk does."""

import base64
import json
import os
import subprocess
import time
import unittest

from secure import SecureService
from service import Desk, until

APP = os.path.join("examples", "zendesk")
SDK = "/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js"
AUDIENCE = "https://desk.zendesk.com/api/v2/apps/installations/42.json"

# Zendesk's page, which opens the app's frame by a form.
SUPPORT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Zendesk</title>
<iframe id="app" name="app" title="App" width="340" height="760"></iframe>
<form id="open" method="post" target="app" action="%s/panel/zendesk?origin=%s&amp;app_guid=8e2f">
<input type="hidden" name="token" value="%s"></form>
<script>document.getElementById("open").submit();</script>"""

# What the page uses of Zendesk's framework; `zendesk` is what the agent has open.
FRAMEWORK = """
window.zendesk = {location: "ticket_sidebar", slow: false, heard: {}, invoked: [], data: %s};
window.ZAFClient = {init: () => ({
  context: async () => ({location: zendesk.location}),
  get: async (paths) => {
    const now = {...zendesk.data};
    if (zendesk.slow) await new Promise((go) => { zendesk.answer = go; });
    return {errors: {}, ...Object.fromEntries(paths.filter((path) => path in now).map((path) => [path, now[path]]))};
  },
  on: (name, handler) => { zendesk.heard[name] = handler; },
  invoke: async (...what) => { zendesk.invoked.push(what); },
})};"""


def text(path):
    with open(os.path.join(APP, path), encoding="utf-8") as file:
        return file.read()


def in_url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Zendesk(Desk):
    first = {}
    lasts = 60

    def token(self):
        """What Zendesk signs, by a program that is not the service."""
        now = int(time.time())
        claims = {"iss": "desk.zendesk.com", "aud": AUDIENCE, "iat": now - 1, "exp": now + self.lasts}
        signed = ".".join(in_url(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "RS256"}, claims))
        made = subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", self.service.signing_key], input=signed.encode(), check=True,
            capture_output=True)
        return signed + "." + in_url(made.stdout)

    def file(self, path):
        if path == "/":
            page = SUPPORT % (self.service.site, self.service.desk_site, self.token())
            return "text/html", page.encode()
        if path == SDK:
            return "text/javascript", (FRAMEWORK % json.dumps(self.first)).encode()
        return ("text/plain", b"") if path == "/favicon.ico" else None


class ZendeskService(SecureService):
    def settings(self):
        self.signing_key = os.path.join(self.folder, "zendesk.key")
        public = os.path.join(self.folder, "zendesk.pem")
        for arguments in (["genrsa", "-out", self.signing_key, "2048"],
                          ["rsa", "-in", self.signing_key, "-pubout", "-out", public]):
            subprocess.run(["openssl", *arguments], check=True, stderr=subprocess.DEVNULL)
        return {
            **super().settings(), "CLIENTELE_PANEL_ZENDESK_PUBLIC_KEY": public,
            "CLIENTELE_PANEL_ZENDESK_AUDIENCE": AUDIENCE, "CLIENTELE_PANEL_ZENDESK_KEY": "zendesk",
        }


class ZendeskTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = ZendeskService(people=10, desk=Zendesk)
        cls.addClassCleanup(cls.service.close)
        cls.service.put("customers", "crm", "z-1", {
            "given_name": "Zoe", "family_name": "Mail", "emails": ["zoe@example.com"]})
        cls.service.put("customers", "crm", "z-2", {
            "given_name": "Pia", "family_name": "Phone", "phones": ["+4930901820"]})
        cls.service.ask("POST", "/v1/keys", {"name": "zendesk", "scopes": ["profiles:read"]})
        cls.page = cls.service.browser()
        cls.addClassCleanup(cls.page.close)

    def setUp(self):
        self.page.driver.get("about:blank")
        until(lambda: not self.service.sessions(), "the sessions of earlier frames to end")
        self.service.desk.first = {}
        self.service.desk.lasts = 60
        self.page.set(700, 800, "light")
        self.page.driver.execute_cdp_cmd("Storage.clearCookies", {})
        self.page.complaints()

    def visit(self, email=None):
        """Opens the page of a ticket of somebody with that address, and goes into the app's frame."""
        self.service.desk.first = {"ticket.requester.email": email} if email else {}
        self.page.driver.get(self.service.desk_site + "/")
        self.page.driver.switch_to.frame("app")

    def ticket(self, email=None, *identities, changed=None, path="ticket.requester"):
        """What Zendesk says of the customer from now on; `changed` names the event by which the app hears of it."""
        self.page.run("zendesk.data = arguments[0]; zendesk.heard[arguments[1]]?.()", {
            f"{path}.email": email, f"{path}.identities": list(identities)}, changed)

    def shows(self, name):
        self.page.wait_text("#name", name)

    def test_the_requester_by_mail_and_then_another_by_phone_without_signing_in(self):
        self.visit("zoe@example.com")
        self.shows("Zoe Mail")
        self.ticket(None, {"type": "phone_number", "value": "+49 30 901820"}, changed="ticket.requester.id.changed")
        self.shows("Pia Phone")
        sizes = lambda: self.page.run("return zendesk.invoked.filter(([name]) => name === 'resize')")
        until(sizes, "the app to grow with the panel")
        self.assertEqual(self.page.complaints(), [])

    def test_each_frame_has_a_session_of_its_own_which_ends_with_it(self):
        for name in ("zoe@example.com", "zoe@example.com"):
            self.visit(name)
            self.shows("Zoe Mail")
            until(lambda: len(self.service.sessions()) == 1, "one session")
        self.assertEqual(self.page.driver.execute_cdp_cmd("Storage.getCookies", {})["cookies"], [])
        (mine,) = self.service.sessions()
        self.service.ask("DELETE", f"/v1/sessions/{mine}")
        # A node remembers a session for a second.
        self.page.run("return new Promise((go) => setTimeout(go, 1200))")
        self.ticket(None, {"type": "phone_number", "value": "+4930901820"}, changed="ticket.requester.id.changed")
        self.page.wait_text(".state", "Reload Zendesk to go on")
        self.assertEqual(self.page.all("#key, #name"), [])
        self.page.complaints()

    def test_the_page_opens_in_a_frame_alone(self):
        self.visit("zoe@example.com")
        self.shows("Zoe Mail")
        self.page.driver.switch_to.default_content()
        self.page.run("document.getElementById('open').target = '_top'; document.getElementById('open').submit()")
        until(lambda: "This page opens in" in self.page.driver.page_source, "the refusal")
        self.page.complaints()

    def test_the_former_requester_is_gone_before_zendesk_names_the_next(self):
        self.visit("zoe@example.com")
        self.shows("Zoe Mail")
        self.page.run("zendesk.slow = true")
        self.ticket("zoe@example.com", changed="ticket.requester.id.changed")
        self.page.wait_text(".state", "No customer yet")
        # What was found about the former one comes after the next one was named.
        late = self.page.run("zendesk.slow = false; window.late = zendesk.answer; return Boolean(window.late)")
        self.assertTrue(late)
        self.ticket(None, {"type": "phone_number", "value": "+4930901820"}, changed="ticket.requester.id.changed")
        self.shows("Pia Phone")
        self.page.run("window.late(); return new Promise((go) => setTimeout(go, 500))")
        self.shows("Pia Phone")

    def test_the_page_of_a_user(self):
        self.visit()
        self.page.wait_text(".state", "No customer yet")
        self.page.run("zendesk.location = 'user_sidebar'")
        self.ticket("zoe@example.com", changed="ticket.requester.email.changed", path="user")
        self.shows("Zoe Mail")

    def test_a_requester_without_mail_and_phone(self):
        self.visit("zoe@example.com")
        self.shows("Zoe Mail")
        self.ticket(None, changed="ticket.requester.id.changed")
        self.page.wait_text(".state", "No customer yet")

    def test_a_token_that_is_over_opens_nothing(self):
        self.service.desk.lasts = 0
        before = self.service.sessions()
        self.visit("zoe@example.com")
        # Whoever has a key may still sign in by it.
        self.page.wait("#key")
        self.assertEqual(self.service.sessions(), before)
        self.page.complaints()

    def test_the_folder_is_what_zendesk_takes(self):
        manifest, words = json.loads(text("manifest.json")), json.loads(text("translations/en.json"))["app"]
        self.assertEqual(manifest["frameworkVersion"], "2.0")
        self.assertTrue(manifest["signedUrls"])
        for place in manifest["location"]["support"].values():
            self.assertRegex(place["url"], r"^https://[a-z.]+/panel/zendesk$")
        for logo, side in (("logo.png", 320), ("logo-small.png", 128)):
            with open(os.path.join(APP, "assets", logo), "rb") as file:
                head = file.read(24)
            self.assertEqual(head[:8], b"\x89PNG\r\n\x1a\n")
            self.assertEqual([int.from_bytes(head[at:at + 4], "big") for at in (16, 20)], [side, side])
        self.assertTrue(all(words[name] for name in ("name", "short_description", "long_description")))


if __name__ == "__main__":
    unittest.main()
