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
window.zendesk = {location: "%s", slow: false, silent: false, heard: {}, invoked: [], data: %s};
window.ZAFClient = {init: () => ({
  context: async () => ({location: zendesk.location}),
  get: async (paths) => {
    if (zendesk.silent) throw new Error("Invocation request timeout");
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
    location = "ticket_sidebar"
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
            return "text/javascript", (FRAMEWORK % (self.location, json.dumps(self.first))).encode()
        return None


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
        cls.service.put_zoe_and_pia()
        cls.service.ask("POST", "/v1/keys", {"name": "zendesk", "scopes": ["profiles:read"]})
        cls.page = cls.service.browser()
        cls.addClassCleanup(cls.page.close)

    def setUp(self):
        self.page.driver.get("about:blank")
        until(lambda: not self.service.sessions(), "the sessions of earlier frames to end")
        self.service.desk.lasts = 60
        self.page.set(700, 800, "light")
        self.page.driver.execute_cdp_cmd("Storage.clearCookies", {})
        self.page.complaints()

    def visit(self, location="ticket_sidebar", path="ticket.requester", email="zoe@example.com"):
        """Opens a page that is about somebody with that address, and goes into the app's frame."""
        self.service.desk.location = location
        self.service.desk.first = {f"{path}.id": 7, f"{path}.email": email}
        self.page.enter(self.service.desk_site, frame="app")

    def becomes(self, email=None, *phones, changed="id"):
        """Has the ticket's requester be another one, or the same with that address; the app hears of it."""
        self.page.run("zendesk.data = arguments[0]; zendesk.heard[arguments[1]]()", {
            "ticket.requester.id": 8, "ticket.requester.email": email,
            "ticket.requester.identities": [{"type": "phone_number", "value": phone} for phone in phones],
        }, f"ticket.requester.{changed}.changed")

    def shows(self, name):
        self.page.wait_text("#name", name)

    def test_the_requester_by_mail_and_then_another_by_phone_without_signing_in(self):
        self.visit()
        self.shows("Zoe Mail")
        self.becomes(None, "+49 30 901820")
        self.shows("Pia Phone")
        self.becomes("zoe@example.com", changed="email")
        self.shows("Zoe Mail")
        sizes = lambda: self.page.run("return zendesk.invoked.filter(([name]) => name === 'resize')")
        until(sizes, "the app to grow with the panel")
        self.assertEqual(self.page.complaints(), [])

    def test_each_frame_has_a_session_of_its_own_which_ends_with_it(self):
        for _ in range(2):
            self.visit()
            self.shows("Zoe Mail")
            until(lambda: len(self.service.sessions()) == 1, "one session")
        self.assertEqual(self.page.driver.execute_cdp_cmd("Storage.getCookies", {})["cookies"], [])
        (mine,) = self.service.sessions()
        self.service.ask("DELETE", f"/v1/sessions/{mine}")
        self.becomes(None, "+4930901820")
        self.page.wait_text(".state", "Reload Zendesk to go on")
        self.assertEqual(self.page.all("#key, #name"), [])
        self.page.complaints()

    def test_the_page_opens_in_a_frame_alone(self):
        self.visit()
        self.shows("Zoe Mail")
        self.page.driver.switch_to.default_content()
        self.page.run("document.getElementById('open').target = '_top'; document.getElementById('open').submit()")
        until(lambda: "This page opens in" in self.page.driver.page_source, "the refusal")
        self.page.complaints()

    def test_the_former_requester_is_gone_before_zendesk_names_the_next(self):
        self.visit()
        self.shows("Zoe Mail")
        self.page.run("zendesk.slow = true")
        self.becomes("zoe@example.com")
        self.page.wait_text(".state", "No customer yet")
        # What was found about the former one comes after the next one was named.
        late = self.page.run("zendesk.slow = false; window.late = zendesk.answer; return Boolean(window.late)")
        self.assertTrue(late)
        self.becomes(None, "+4930901820")
        self.shows("Pia Phone")
        # A task of its own comes after all that the page does with it.
        self.page.run("window.late(); return new Promise((go) => setTimeout(go))")
        self.assertEqual(self.page.text("#name"), "Pia Phone")

    def test_the_page_of_a_user(self):
        self.visit("user_sidebar", path="user")
        self.shows("Zoe Mail")

    def test_a_requester_without_mail_and_phone(self):
        self.visit()
        self.shows("Zoe Mail")
        self.becomes(None)
        self.page.wait_text(".state", "Nothing to find this customer by")
        self.becomes("zoe@example.com", changed="email")
        self.shows("Zoe Mail")
        # A new ticket has none yet.
        self.page.run("zendesk.data = {}; zendesk.heard['ticket.requester.id.changed']()")
        self.page.wait_text(".state", "No customer yet")

    def test_zendesk_is_asked_again_when_it_does_not_answer(self):
        self.visit()
        self.shows("Zoe Mail")
        self.page.run("zendesk.silent = true")
        self.becomes(None, "+4930901820")
        self.page.wait_text(".state", "No customer yet")
        self.page.run("zendesk.silent = false")
        self.shows("Pia Phone")
        self.assertEqual(self.page.complaints(), [])

    def test_a_token_that_is_over_opens_nothing(self):
        self.service.desk.lasts = 0
        before = self.service.sessions()
        self.visit()
        # An agent can still sign in with a key.
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
