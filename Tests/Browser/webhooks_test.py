"""The pages of webhooks in a real browser: a system that is told, and one that tells."""

import base64
import http.server
import json
import secrets
import socket
import threading
import unittest
import urllib.error
import urllib.request
import uuid

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

import console_test
from page import Page
from service import Service, until

MAPPING = "format: json\nkind: customer\nsource: till\nrecord:\n  id: id\n  given_name: name\n"


class Receiver:
    """A system that is told: it keeps what comes, and answers `status`."""

    def __init__(self):
        receiver = self
        self.status, self.heard = 204, []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                receiver.heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
                self.send_response(receiver.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/hooks"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class TellingService(Service):
    def settings(self):
        return {
            "CLIENTELE_SECRETS_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
            "CLIENTELE_WEBHOOKS_ALLOW_PRIVATE": "true",
        }

    def deliver(self, endpoint, token, document):
        """What a sender gets to know of a delivery."""
        request = urllib.request.Request(
            f"{self.url}/v1/webhooks/in/{endpoint}", method="POST", data=json.dumps(document).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
        with urllib.request.urlopen(request) as answer:
            return answer.status


class Webhooks(unittest.TestCase):
    assert_sound = console_test.ConsoleTest.assert_sound
    each_look = console_test.Everywhere.each_look

    @classmethod
    def setUpClass(cls):
        cls.service = TellingService(people=5)
        cls.addClassCleanup(cls.service.close)
        cls.page = Page(cls.service)
        cls.addClassCleanup(cls.page.close)
        cls.receiver = Receiver()
        cls.addClassCleanup(cls.receiver.close)

    def setUp(self):
        self.receiver.status = 204
        self.page.set(1280, 800, "light")
        self.page.sign_in()
        self.page.complaints()

    def click(self, label, within="main button"):
        button = until(lambda: self.page.saying(within, label), f"“{label}”")
        # What lies above would be scrolled to below the head of the page.
        self.page.run("arguments[0].scrollIntoView({block: 'center'})", button)
        button.click()

    def fill(self, **fields):
        for name, words in fields.items():
            self.page.wait(f'dialog [name="{name}"]').send_keys(words)

    def seen_once(self):
        """The secret of the window, which is nowhere on the page once that is closed."""
        secret = self.page.wait("dialog .secret").get_attribute("value")
        self.page.press(Keys.ESCAPE)
        self.page.wait_gone("dialog")
        until(lambda: secret not in self.page.driver.page_source, "the secret to be forgotten")
        return secret

    def remove(self, place):
        self.click("Remove", "main button.danger")
        self.page.wait("dialog .danger").click()
        until(lambda: self.page.driver.current_url.endswith(place), "the list")
        self.page.wait(".state")

    def made(self, description, **settings):
        """The webhook to the receiver, made beside the console, on whose page the browser is then."""
        hook = self.service.ask("POST", "/v1/webhooks", {
            "url": self.receiver.url, "description": description, **settings})
        self.addCleanup(self.service.ask, "DELETE", f"/v1/webhooks/{hook['id']}")
        self.page.go(f"#/webhooks/{hook['id']}")
        self.page.wait_text("main h1", description)
        return hook["id"]

    def row(self, *words):
        """The first row with all these words; None while there is none."""
        return next((row for row in self.page.texts("tbody tr") if all(word in row for word in words)), None)

    def test_a_system_is_told(self):
        self.page.go("#/webhooks")
        self.page.wait_text(".state", "No system is told yet")
        self.assert_sound("no webhooks")
        self.click("Make a webhook")
        self.fill(url=self.receiver.url, description="the shop")
        self.page.wait('dialog input[value="profile.created"]').click()
        self.assert_sound("the dialog of a new webhook")
        self.page.wait("dialog .primary").click()
        self.assertTrue(self.seen_once().startswith("whsec_"))
        until(lambda: self.row("the shop", "profile.created", "active"), "the webhook")
        self.each_look(lambda: self.assert_sound("the list of webhooks"))
        self.page.set(1280, 800, "light")
        self.click("the shop", "tbody a")
        before = len(self.receiver.heard)
        self.click("Send a test")
        self.page.wait_text("[role=status]", "Arrived: 204")
        self.assertEqual(len(self.receiver.heard), before + 1)

        self.receiver.status = 500
        self.service.put("customers", "crm", uuid.uuid4().hex, {"given_name": "Told"})
        # The first attempt after a failure comes by itself, and soon; the next one is minutes away.
        until(lambda: self.row("profile.created", "tried again", "answered 500"), "the failed delivery")
        until(lambda: self.page.texts("tbody td.number") == ["2"], "the second failure")
        self.each_look(lambda: self.assert_sound("a webhook with a failed delivery"))
        self.page.set(1280, 800, "light")
        self.receiver.status = 204
        before = len(self.receiver.heard)
        self.click("Try now")
        self.page.wait_text("[role=status]", "1 message is tried again")
        until(lambda: [one["type"] for one in self.receiver.heard[before:]] == ["profile.created"], "the message")
        self.page.wait_text("main", "Nothing waits, and nothing was given up.")

        self.click("New secret")
        self.page.wait("dialog form .primary").click()
        self.assertTrue(self.seen_once().startswith("whsec_"))
        self.click("Pause")
        self.page.wait_text(".chip", "paused")
        self.click("Enable")
        self.page.wait_text(".chip", "active")
        self.assertEqual(self.page.complaints(), [])
        self.remove("#/webhooks")
        self.assertEqual(self.service.ask("GET", "/v1/webhooks")["items"], [])

    def test_a_receiver_that_is_gone_halts_its_webhook_until_somebody_enables_it(self):
        self.made("gone shop")
        self.receiver.status = 410
        self.service.put("customers", "crm", uuid.uuid4().hex, {"given_name": "Gone"})
        until(lambda: "halted: gone (410)" in self.page.text("main"), "the halt")
        self.each_look(lambda: self.assert_sound("a webhook that is halted"))
        self.page.set(1280, 800, "light")
        self.page.go("#/webhooks")
        until(lambda: self.row("gone shop", "halted: gone (410)"), "the halt in the list")
        self.click("gone shop", "tbody a")
        self.receiver.status = 204
        self.click("Enable")
        self.page.wait_text(".chip", "active")
        self.assertEqual(self.page.complaints(), [])

    def test_what_halted_a_webhook_and_what_it_waits_for_is_told(self):
        self.made("failing shop")
        # Five days of failures, and an hour of patience, as the service would tell of them.
        self.page.run("""
            const real = window.fetch;
            window.fetch = async (...request) => {
              const answer = await real(...request);
              if (String(request[0]) !== "/v1/webhooks" || request[1]?.method !== "GET") return answer;
              const told = await answer.json();
              for (const hook of told.items) Object.assign(hook, {
                enabled: false, halt: "failing", halted_at: "2026-11-20T10:00:00Z",
                failing_since: "2026-11-15T10:00:00Z", resting_until: "2026-11-20T11:00:00Z" });
              return Response.json(told);
            };""")
        until(lambda: "halted: nothing arrived for five days" in self.page.text("main"), "the halt")
        for words in ("failing since", "asked to wait until"):
            self.assertIn(words, self.page.text("main"))
        self.assertTrue(self.page.saying("main button", "Enable"))
        self.assert_sound("a webhook that failed for days")
        self.page.driver.refresh()

    def test_a_test_that_does_not_arrive_says_why(self):
        hook = self.made("deaf shop")
        self.receiver.status = 500
        self.click("Send a test")
        self.page.wait_text("[role=status]", "It did not arrive: answered 500.")
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            self.service.ask("PATCH", f"/v1/webhooks/{hook}", {
                "url": f"http://127.0.0.1:{closed.getsockname()[1]}/hooks"})
            self.click("Send a test")
            self.page.wait_text("[role=status]", "It did not arrive: not reached.")
        self.assert_sound("a test that did not arrive")

    def test_a_change_leaves_what_somebody_else_changes_meanwhile(self):
        hook = self.made("old name", events=["profile.updated", "vip.changed"], format="cloudevents", tiers=["gold"])
        self.click("Change")
        name = self.page.wait('dialog [name="description"]')
        name.clear()
        name.send_keys("new name")
        self.fill(sections="vip, consents")
        self.service.ask("PATCH", f"/v1/webhooks/{hook}", {"tiers": ["gold", "silver"], "enabled": False})
        self.assert_sound("the dialog of a change")
        self.page.wait("dialog .primary").click()
        self.page.wait_gone("dialog")
        told = self.service.ask("GET", f"/v1/webhooks/{hook}")
        self.assertEqual(
            {name: told[name] for name in ("description", "events", "sections", "tiers", "format", "enabled")},
            {"description": "new name", "events": ["profile.updated", "vip.changed"],
             "sections": ["consents", "vip"], "tiers": ["gold", "silver"], "format": "cloudevents", "enabled": False})
        self.click("Change")
        tiers = self.page.wait('dialog [name="tiers"]')
        self.assertEqual(tiers.get_attribute("value"), "gold, silver")
        tiers.send_keys(", tin")
        self.page.wait("dialog .primary").click()
        self.page.wait_text("dialog [role=alert]", "Tiers: one of: ")
        self.page.press(Keys.ESCAPE)
        self.page.wait_gone("dialog")
        self.page.complaints()

    def test_a_mapping_that_is_refused_is_named_by_its_event(self):
        self.service.ask("PUT", "/v1/webhooks/in/refused", {
            "source": "refused", "scheme": "bearer", "redact": "review", "mappings": {"old": "ignore", "kept": "ignore"}})
        self.addCleanup(self.service.ask, "DELETE", "/v1/webhooks/in/refused")
        self.page.go("#/incoming/refused")
        until(lambda: len(self.page.all(".rule")) == 2, "the mappings")
        for event, text in (("carts/*", "format: json\nkind: customer\n"), ("orders/*", MAPPING)):
            self.click("Add an event")
            rule = self.page.all(".rule")[-1]
            rule.find_element(By.NAME, "event").send_keys(event)
            Select(rule.find_element(By.NAME, "action")).select_by_value("own")
            rule.find_element(By.NAME, "text").send_keys(text)
        self.click("Save")
        self.page.wait_text("main form [role=alert]", "Mapping of carts/*: ")
        self.assertNotIn("Mapping of orders/*", self.page.text("main form [role=alert]"))
        self.page.complaints()
        self.assert_sound("an endpoint whose mapping is refused")
        for place in (2, 0):
            self.page.all(".rule")[place].find_element(By.CSS_SELECTOR, "button").click()
        self.click("Save")
        self.page.wait_heard("The endpoint is changed.")
        told = self.service.ask("GET", "/v1/webhooks/in/refused")
        self.assertEqual((sorted(told["mappings"]), told["redact"]), (["kept", "orders/*"], "review"))

    def test_what_cannot_be_taken_is_taken_once_the_mapping_is_mended(self):
        self.page.go("#/incoming")
        self.page.wait_text(".state", "No system sends yet")
        self.assert_sound("no endpoints")
        self.click("Make an endpoint")
        self.fill(name="till", source="till")
        Select(self.page.wait('dialog [name="scheme"]')).select_by_value("bearer")
        self.assert_sound("the dialog of a new endpoint")
        self.page.wait("dialog .primary").click()
        token = self.seen_once()
        until(lambda: self.row("till"), "the endpoint")
        self.assertEqual(
            self.service.deliver("till", token, {"type": "member.joined", "id": "m1", "name": "Mia"}), 202)
        self.page.go("#/webhooks")
        self.page.wait_text("main h1", "Webhooks out")
        self.page.go("#/incoming")
        until(lambda: self.row("till", "1"), "the count of what was not taken")
        self.each_look(lambda: self.assert_sound("the list of endpoints"))
        self.page.set(1280, 800, "light")
        self.click("till", "tbody a")
        until(lambda: self.row("member.joined", "mapping"), "the delivery with its reason")
        self.assertNotIn("Mia", self.page.text("main"))

        self.click("Add an event")
        rule = self.page.all(".rule")[-1]
        rule.find_element(By.NAME, "event").send_keys("member.joined")
        Select(rule.find_element(By.NAME, "action")).select_by_value("own")
        rule.find_element(By.NAME, "text").send_keys(MAPPING)
        self.each_look(lambda: self.assert_sound("an endpoint"))
        self.page.set(1280, 800, "light")
        self.click("Save")
        self.page.wait_heard("The endpoint is changed.")
        self.click("Take again", "tbody button")
        self.page.wait_text("[role=status]", "1 taken, 0 not.")
        self.page.wait_text("main", "No such deliveries.")
        self.assertIn("Mia", json.dumps(self.service.profile("till:m1")))

        self.click("New secret")
        self.page.wait("dialog form .primary").click()
        other = self.seen_once()
        for holding in (token, other):
            self.assertEqual(
                self.service.deliver("till", holding, {"type": "member.joined", "id": holding[-9:], "name": "Ida"}),
                200)
        self.assertEqual(self.page.complaints(), [])
        self.remove("#/incoming")
        with self.assertRaises(urllib.error.HTTPError):
            self.service.deliver("till", other, {"type": "member.joined", "id": "m2", "name": "Ida"})

    def test_only_administrators_see_them(self):
        self.page.sign_in(self.service.new_key("steward", "profiles:read"))
        self.assertNotIn("Webhooks", self.page.texts(".top nav a"))
        for place in ("#/webhooks", "#/incoming"):
            self.page.go(place)
            self.page.wait_text(".state", "Your key does not allow this")
            self.assert_sound("the forbidden page")
