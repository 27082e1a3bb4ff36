"""Zendesk's sidebar app around the panel, in a real browser: the folder as it is zipped, in a frame."""

import json
import mimetypes
import os
import re
import unittest

from page import Page
from service import Desk, Service, until

APP = os.path.join("examples", "zendesk")
SDK = "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/zaf_sdk.min.js"

# Zendesk's page, with the app in a frame of another site, as it is there.
SUPPORT = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Zendesk</title>
<iframe id="app" title="App" src="%s/assets/iframe.html" width="340" height="760"></iframe>"""

# What the app uses of Zendesk's framework; `zendesk` is what the agent has open.
FRAMEWORK = """
window.zendesk = {location: "ticket_sidebar", slow: false, heard: {}, invoked: [], data: {}};
window.ZAFClient = {init: () => ({
  context: async () => ({location: zendesk.location}),
  metadata: async () => ({appId: 1, settings: {clientele_url: %s}}),
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


class Zendesk(Desk):
    address = None

    def file(self, path):
        if path == "/":
            return "text/html", (SUPPORT % self.elsewhere).encode()
        if path == "/sdk.js":
            return "text/javascript", (FRAMEWORK % json.dumps(self.address or self.service.url)).encode()
        file = os.path.normpath(os.path.join(APP, path.lstrip("/")))
        if not file.startswith(APP + os.sep) or not os.path.isfile(file):
            return None
        with open(file, "rb") as content:
            return mimetypes.guess_type(file)[0], content.read().replace(SDK.encode(), b"/sdk.js")


class ZendeskTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(people=10, desk=Zendesk)
        cls.addClassCleanup(cls.service.close)
        cls.service.put("customers", "crm", "z-1", {
            "given_name": "Zoe", "family_name": "Mail", "emails": ["zoe@example.com"]})
        cls.service.put("customers", "crm", "z-2", {
            "given_name": "Pia", "family_name": "Phone", "phones": ["+4930901820"]})
        cls.key = cls.service.new_key("profiles:read")
        cls.page = Page(cls.service)
        cls.addClassCleanup(cls.page.close)

    def setUp(self):
        self.service.desk.address = None
        self.page.set(700, 800, "light")
        self.page.open()
        self.page.complaints()

    def visit(self):
        self.page.driver.get(self.service.desk.origin + "/")
        self.app()

    def app(self):
        self.page.driver.switch_to.default_content()
        self.page.driver.switch_to.frame("app")

    def panel(self):
        self.app()
        self.page.driver.switch_to.frame("panel")

    def sign_in(self):
        self.page.wait("#panel")
        self.panel()
        self.page.type_key(self.key)

    def ticket(self, email=None, *identities, changed=None, path="ticket.requester"):
        """What Zendesk says of the customer; `changed` names the event by which the app hears of it."""
        self.app()
        self.page.run("zendesk.data = arguments[0]; zendesk.heard[arguments[1]]?.()", {
            f"{path}.email": email, f"{path}.identities": list(identities)}, changed)
        return self

    def shows(self, name):
        self.panel()
        self.page.wait_text("#name", name)

    def test_the_requester_by_mail_and_then_another_by_phone(self):
        self.visit()
        self.ticket("zoe@example.com", {"type": "email", "value": "zoe@example.com", "primary": True})
        self.sign_in()
        self.shows("Zoe Mail")
        self.ticket(None, {"type": "phone_number", "value": "+49 30 901820"}, changed="ticket.requester.id.changed")
        self.shows("Pia Phone")
        self.app()
        sizes = lambda: self.page.run("return zendesk.invoked.filter(([name]) => name === 'resize')")
        until(sizes, "the app to grow with the panel")
        self.assertEqual(self.page.complaints(), [])

    def test_the_former_requester_is_gone_before_zendesk_names_the_next(self):
        self.visit()
        self.ticket("zoe@example.com")
        self.sign_in()
        self.shows("Zoe Mail")
        self.app()
        self.page.run("zendesk.slow = true")
        self.ticket("zoe@example.com", changed="ticket.requester.id.changed")
        self.panel()
        self.page.wait_text(".state", "No customer yet")
        # The answer about the former requester comes after the next one was named.
        self.app()
        late = self.page.run("zendesk.slow = false; window.late = zendesk.answer; return Boolean(window.late)")
        self.assertTrue(late)
        self.ticket(None, {"type": "phone_number", "value": "+4930901820"}, changed="ticket.requester.id.changed")
        self.shows("Pia Phone")
        self.app()
        self.page.run("window.late(); return new Promise((go) => setTimeout(go, 500))")
        self.shows("Pia Phone")

    def test_the_page_of_a_user(self):
        self.visit()
        self.page.run("zendesk.location = 'user_sidebar'")
        self.ticket("zoe@example.com", path="user")
        self.sign_in()
        self.shows("Zoe Mail")

    def test_a_requester_without_mail_and_phone(self):
        self.visit()
        self.ticket("zoe@example.com")
        self.sign_in()
        self.shows("Zoe Mail")
        self.ticket(None, changed="ticket.requester.id.changed")
        self.panel()
        self.page.wait_text(".state", "No customer yet")

    def test_an_address_that_is_none(self):
        self.service.desk.address = "clientele"
        self.visit()
        self.page.wait_text("#problem", "is no URL")
        self.assertIsNone(self.page.shown("#panel"))

    def test_the_folder_is_what_zendesk_takes(self):
        manifest, words = json.loads(text("manifest.json")), json.loads(text("translations/en.json"))["app"]
        self.assertEqual(manifest["frameworkVersion"], "2.0")
        for place in manifest["location"]["support"].values():
            self.assertTrue(os.path.isfile(os.path.join(APP, place["url"])))
        for logo, side in (("logo.png", 320), ("logo-small.png", 128)):
            with open(os.path.join(APP, "assets", logo), "rb") as file:
                head = file.read(24)
            self.assertEqual(head[:8], b"\x89PNG\r\n\x1a\n")
            self.assertEqual([int.from_bytes(head[at:at + 4], "big") for at in (16, 20)], [side, side])
        self.assertEqual({one["name"] for one in manifest["parameters"]}, set(words["parameters"]))
        self.assertTrue(all(words[name] for name in ("name", "short_description", "long_description")))
        page = text("assets/iframe.html")
        self.assertIn(SDK, page)
        for file in re.findall(r'(?:src|href)="([^":]+)"', page):
            self.assertTrue(os.path.isfile(os.path.join(APP, "assets", file)), file)


if __name__ == "__main__":
    unittest.main()
