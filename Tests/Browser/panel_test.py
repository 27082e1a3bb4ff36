"""The panel inside another desk, in a real browser."""

import datetime
import json
import unittest
import uuid

from page import BUSY, Page
from service import Service, until

ADA = "email:ada.lindqvist@example.com"
# As Chatwoot sends it.
APP_CONTEXT = json.dumps({"event": "appContext", "data": {
    "conversation": {"id": 1}, "currentAgent": {"id": 1},
    "contact": {"id": 7, "email": "ada.lindqvist@example.com", "phone_number": None, "identifier": None}}})


class PanelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(people=10)
        cls.addClassCleanup(cls.service.close)
        cls.page = Page(cls.service)
        cls.addClassCleanup(cls.page.close)

    def setUp(self):
        self.page.start_at(self.service.desk.origin)

    def sign_in(self):
        self.page.type_key()
        self.waits_for_a_customer()

    def waits_for_a_customer(self):
        self.page.wait_text(".state", "No customer yet")

    def tell(self, message):
        """Sends a message from the desk to its frame, and waits until the panel has heard it."""
        # The panel listens since it was loaded, so it hears before the test does.
        self.page.run("window.isTold = false; addEventListener('message', () => { isTold = true; }, {once: true})")
        self.page.outside("tell(arguments[0])", message)
        until(lambda: self.page.run("return window.isTold"), "the message")

    def name(self, *identifiers):
        self.tell({"type": "clientele:customer", "identifiers": list(identifiers)})

    def new_customer(self, name):
        identifier = uuid.uuid4().hex[:12]
        self.service.put("customers", "crm", identifier, {"given_name": name, "family_name": "Panel"})
        return f"crm:{identifier}"

    def test_the_customer_of_the_conversation(self):
        self.sign_in()
        self.name(ADA)
        self.page.wait_text("#name", "Ada Lindqvist")
        self.assertLessEqual(self.page.overflow(), 0)
        self.assertEqual(self.page.flaws(), [])
        self.assertEqual(self.page.complaints(), [])
        self.name("email:nobody@example.com")
        self.page.wait_text(".state", "Nobody")
        self.tell({"type": "clientele:clear"})
        self.waits_for_a_customer()

    def test_a_customer_named_before_signing_in(self):
        self.page.wait("#key")
        self.name(ADA)
        self.page.type_key()
        self.page.wait_text("#name", "Ada Lindqvist")

    def test_chatwoot(self):
        self.sign_in()
        until(lambda: "chatwoot-dashboard-app:fetch-info" in self.page.outside("return heard"), "the panel to ask")
        self.tell(APP_CONTEXT)
        self.page.wait_text("#name", "Ada Lindqvist")

    def test_the_same_customers_named_twice_are_looked_up_once(self):
        both = [self.new_customer("First"), self.new_customer("Second")]
        self.sign_in()
        self.name(*both)
        self.page.wait_text("h1", "Several customers match")
        self.page.run("document.querySelector('.candidates').dataset.mark = 'the same'")
        self.name(*both)
        self.assertEqual(self.page.run("return document.querySelector('.candidates')?.dataset.mark"), "the same")

    def test_changes_arrive(self):
        reference = self.new_customer("Live")
        self.sign_in()
        self.name(reference)
        self.page.wait_text("#name", "Live Panel")
        self.service.put("customers", "crm", reference[4:], {"given_name": "Livelier", "family_name": "Panel"})
        self.page.wait_text("#name", "Livelier Panel")
        self.page.wait_heard("Livelier")

    def test_a_late_answer_for_an_earlier_customer_is_thrown_away(self):
        early, late = self.new_customer("Early"), self.new_customer("Late")
        self.sign_in()
        self.page.hold("lookup")
        self.name(early)
        self.page.wait_held()
        self.name(late)
        self.page.wait_held(2)
        self.page.release(1)
        self.page.wait_text("#name", "Late Panel")
        self.page.run("""
            const before = window.fetch;
            window.more = [];
            window.fetch = (path, ...rest) => { window.more.push(String(path)); return before(path, ...rest); };""")
        self.page.release()
        self.assertEqual(self.page.run("return window.more"), [], "the panel goes on with the earlier customer")
        self.assertEqual(self.page.text("#name"), "Late Panel")
        self.assertNotIn("Early", self.page.text("main"))

    def test_what_to_offer_and_the_handover_stand_below(self):
        reference = self.new_customer("Olga")
        today = datetime.datetime.now(datetime.timezone.utc)
        for number, days in enumerate([28, 56, 84]):
            self.service.put("orders", "erp", f"{reference[4:]}-{number}", {
                "customer": {"crm": reference[4:]}, "placed_at": (today - datetime.timedelta(days=days)).isoformat(),
                "status": "delivered", "currency": "EUR", "lines": [{"sku": "FLT-1", "name": "Water filter insert"}]})
        self.sign_in()
        self.name(reference)
        self.page.wait_text("#suggestions", "Water filter insert")
        self.page.wait_text("#handling", "No contact is on file")
        self.assertLessEqual(self.page.overflow(), 0)
        self.assertEqual(self.page.flaws(), [])
        self.name(self.new_customer("Nobody"))
        self.page.wait_text("#name", "Nobody Panel")
        until(lambda: "Water filter" not in self.page.text("main"), "the first customer's suggestions to go")

    def test_the_earlier_customer_is_gone_before_the_next_one_is_there(self):
        first, second = self.new_customer("First"), self.new_customer("Second")
        self.sign_in()
        self.name(first)
        self.page.wait_text("#name", "First Panel")
        self.page.run("""
            window.fetch = () => new Promise(() => {});
            const label = document.querySelector('[data-why="/person/greeting"]');
            label.dispatchEvent(new PointerEvent('pointerover', {bubbles: true}));""")
        self.page.wait("#tip")
        self.name(second)
        until(lambda: "First" not in self.page.text("main"), "the first customer to go")
        self.assertIsNone(self.page.shown("#tip"))
        self.assertNotIn("First", self.page.run("return document.body.textContent"))

    def test_a_customer_who_is_refused_does_not_come_back(self):
        reference = self.new_customer("First")
        self.sign_in()
        # What the page does every half a minute, all the time.
        with self.page.at_load("""{
              const real = setInterval;
              window.turns = 0;
              window.setInterval = (act) => real(() => { act(); window.turns += 1; }, 50);
            }"""):
            self.page.enter(self.service.desk.origin)
            self.name(reference)
            self.page.wait_text("#name", "First Panel")
            for status, words in ((404, "Nobody here"), (403, "does not allow")):
                self.page.run("""
                    window.real ??= window.fetch;
                    window.fetch = (path, ...rest) => String(path).includes('/stream')
                      ? Promise.resolve(new Response('{}', {status: arguments[0]})) : window.real(path, ...rest);
                    window.dispatchEvent(new Event('online'));""", status)
                self.page.wait_text(".state", words)
                before = self.page.run("return window.turns")
                until(lambda: self.page.run("return window.turns") > before + 1, "the page to draw again")
                self.assertNotIn("First", self.page.text("body"))
                self.page.run("window.fetch = window.real")
                self.name(reference)
                self.page.wait_text("#name", "First Panel")
        self.page.complaints()

    def test_a_session_that_ends_takes_the_customer_off_the_screen(self):
        first, second = self.new_customer("First"), self.new_customer("Second")
        self.sign_in()
        self.name(first)
        self.page.wait_text("#name", "First Panel")
        self.service.end_sessions()
        self.page.run("window.dispatchEvent(new Event('online'))")
        self.page.wait("#key")
        self.assertNotIn("First", self.page.text("body"))
        self.name(second)
        self.page.type_key()
        self.page.wait_text("#name", "Second Panel")
        self.page.complaints()

    def test_the_service_is_killed_and_comes_back(self):
        self.sign_in()
        self.name(ADA)
        self.page.wait_text("#name", "Ada Lindqvist")
        with self.service.gone():
            self.page.wait(".offline-bar")
            self.assertEqual(self.page.text("#name"), "Ada Lindqvist")
        self.page.wait_gone(".offline-bar")
        self.page.wait('.panel-foot [data-state="live"]')
        self.page.complaints()

    def test_another_host_is_not_heard(self):
        self.sign_in()
        say = """
            window.dispatchEvent(new MessageEvent('message', {
              source: parent, origin: arguments[1], data: arguments[0]}));"""
        named = {"type": "clientele:customer", "identifiers": [ADA]}
        for data in (named, APP_CONTEXT):
            self.page.run(say, data, "https://elsewhere.example")
            # A name that is heard takes these words off at once.
            self.assertIn("No customer yet", self.page.text(".state"))
        self.page.run(say, named, self.service.desk.origin)
        self.page.wait_text("#name", "Ada Lindqvist")

    def test_the_session_is_a_cookie_that_no_script_reads(self):
        self.sign_in()
        [cookie] = self.page.sessions()
        self.assertTrue(cookie["httpOnly"])
        self.assertEqual(cookie["sameSite"], "Strict")
        self.assertEqual(self.page.run("return document.cookie"), "")
        # A page that comes back goes on with it.
        self.assertFalse(self.comes_back_anew())
        # It is of no use to a page of another site that frames the panel.
        self.page.enter(self.service.desk.elsewhere)
        self.page.wait("#key")

    def comes_back_anew(self):
        """Whether a page that was left loads again when it is shown again, as a browser tells it."""
        return self.page.run("""
            let isAnew = false;
            navigation.addEventListener("navigate", () => { isAnew = true; });
            for (const name of ["pagehide", "pageshow"]) {
              window.dispatchEvent(new PageTransitionEvent(name, {persisted: true}));
            }
            return isAnew;""")

    def test_a_frame_without_cookies_holds_its_session_in_memory(self):
        before = self.service.sessions()
        self.page.enter(self.service.desk.elsewhere)
        self.sign_in()
        self.name(ADA)
        self.page.wait_text("#name", "Ada Lindqvist")
        kept = self.page.run("return JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
        self.assertNotIn("ck_", kept)
        self.assertEqual(self.page.sessions(), [])
        self.assertNotIn("ses_", kept)
        # Its session ends with the page, so a page that comes back begins anew.
        self.assertTrue(self.comes_back_anew())
        self.page.wait("#key")
        until(lambda: self.service.sessions() == before, "the session to end")
        self.page.complaints()

    def test_a_service_that_is_busy_at_first_is_asked_again_and_not_signed_in_to(self):
        self.sign_in()
        script = BUSY.replace("arguments", '["/v1/sessions/current", "GET"]') + """
            const every = window.setInterval;
            window.timers = 0;
            window.setInterval = (...what) => { window.timers += 1; return every(...what); };"""
        with self.page.at_load(f"{{ {script} }}"):
            self.page.enter(self.service.desk.origin)
            self.page.wait_text(".state.failed", "too much at once")
            self.assertEqual(self.page.all("#key"), [])
            self.page.wait(".state.failed button").click()
            self.waits_for_a_customer()
            self.assertEqual(self.page.run("return window.timers"), 1)
        self.page.complaints()

    def test_a_cookie_that_is_not_confirmed_begins_no_other_session(self):
        self.service.end_sessions()
        self.page.wait("#key")
        self.page.run(BUSY, "/v1/sessions/current", "GET")
        self.page.type_key()
        self.page.wait_text(".sign-in .error", "too much at once")
        self.assertEqual(len(self.service.sessions()), 1)
        self.sign_in()
        self.page.complaints()

    def test_a_host_that_is_not_named_cannot_frame_it(self):
        self.page.enter(self.service.stranger.origin)
        self.assertEqual(self.page.all("#app"), [])
        self.page.complaints()


if __name__ == "__main__":
    unittest.main()
