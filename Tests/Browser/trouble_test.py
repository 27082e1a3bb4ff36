"""The console when something goes wrong: sessions that end, a service that is gone, answers that come too late."""

import datetime
import time
import unittest
import uuid

from selenium.webdriver.common.keys import Keys

from console_test import ADA, ConsoleTest
from page import BUSY
from service import until


class TroubleTest(ConsoleTest):
    def setUp(self):
        super().setUp()
        self.page.sign_in()


class WithoutASession(TroubleTest):
    def test_what_was_typed_is_there_after_signing_in_again(self):
        self.page.go("#/queue")
        self.page.wait("#queue").send_keys(f"{ADA} 10")
        self.service.end_sessions()
        self.page.wait("main button.primary").click()
        self.page.wait("dialog #key")
        self.page.type_key()
        self.page.wait_gone("dialog")
        self.assertEqual(self.page.wait("#queue").get_attribute("value"), f"{ADA} 10")
        self.page.wait("main button.primary").click()
        self.page.wait_text(".queue tbody", "Ada Lindqvist")
        self.page.complaints()

    def test_escape_does_not_lead_past_it(self):
        self.page.go("#/queue")
        self.page.wait("#queue").send_keys(ADA)
        self.service.end_sessions()
        self.page.wait("main button.primary").click()
        self.page.wait("dialog #key")
        # The page hears of each before the test does.
        self.page.run("""
            window.escapes = 0;
            for (const name of ["cancel", "close"]) {
              document.querySelector("dialog").addEventListener(name, () => { window.escapes += 1; });
            }""")
        for times in (1, 2, 3):
            self.page.press(Keys.ESCAPE)
            until(lambda: self.page.run("return window.escapes") >= times, "Escape to be heard")
            # Where the page may not refuse, the browser hides the dialog and says so in a later task.
            until(lambda: self.page.shown("dialog #key"), "the dialog to be there again")
        self.page.type_key()
        self.page.wait_gone("dialog")
        self.page.complaints()

    def test_many_refusals_ask_once_and_load_the_page_once(self):
        self.page.show(ADA)
        self.service.end_sessions()
        self.page.run("""
            const folder = document.querySelector('script[type=module]').src.replace(/[^/]+$/, '');
            return import(`${folder}api.js`).then(({get}) =>
              Promise.allSettled([1, 2, 3].map(() => get('/v1/sources'))));""")
        self.page.wait("dialog #key")
        self.assertEqual(len(self.page.all("dialog")), 1)
        self.page.hold("/stream", skipped=1000)
        self.page.type_key()
        self.page.wait_gone("dialog")
        # The page asks for all of its streams before one of them can be live.
        self.page.wait('.connection[data-state="live"]')
        self.assertEqual(self.page.run("return window.asked"), 1)
        self.page.complaints()

    def test_signing_out_that_fails_is_told(self):
        with self.service.gone():
            self.page.wait(".account").click()
            self.page.all("#account button")[-1].click()
            self.page.wait_text("dialog", "cannot be reached")
            self.assertTrue(self.page.shown("header.top"))
        self.page.complaints()

    def test_a_page_that_is_refused_loads_after_signing_in_again(self):
        self.page.show(ADA)
        self.service.end_sessions()
        self.page.go("#/conflicts")
        self.page.wait("dialog #key")
        self.page.type_key()
        self.page.wait(".page tbody")
        self.page.complaints()


class WithoutTheService(TroubleTest):
    def test_a_page_that_did_not_load_shows_when_the_service_is_back(self):
        with self.service.gone():
            self.page.go("#/keys")
            self.page.wait_text(".state.failed", "cannot be reached")
            self.page.wait(".offline-bar")
        self.page.wait(".page tbody")
        self.page.wait_gone(".offline-bar")
        self.page.complaints()

    def test_it_starts_once_however_often_it_tries(self):
        with self.page.at_load("""
            const real = window.fetch;
            window.boots = 0;
            window.fetch = (place, ...rest) => {
              if (!String(place).endsWith('/v1/sessions/current')) return real(place, ...rest);
              window.boots += 1;
              return window.boots === 1 ? Promise.reject(new TypeError('no line')) : real(place, ...rest);
            };
            // A page that failed tries again after three seconds: here, when the test says so.
            const later = window.setTimeout;
            window.tries = [];
            window.setTimeout = (act, wait) => (wait === 3000 ? window.tries.push(act) : later(act, wait));"""):
            self.page.driver.refresh()
            self.page.wait(".state.failed button").click()
            self.page.wait("header.top")
            self.assertEqual(self.page.run("tries.forEach((act) => act()); return tries.length"), 1)
            self.assertEqual(self.page.run("return window.boots"), 2)

    def test_a_module_with_a_fault_is_no_lost_connection(self):
        # The test's own module is no file of the service.
        self.page.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})
        self.addCleanup(self.page.driver.execute_cdp_cmd, "Page.setBypassCSP", {"enabled": False})
        self.page.driver.refresh()
        self.page.wait("header.top")
        load = """
            const folder = document.querySelector('script[type=module]').src.replace(/[^/]+$/, '');
            const file = arguments[0];
            return import(`${folder}api.js`).then(({load}) => load(file))
              .catch((error) => error.status ?? error.name);"""
        self.assertEqual(self.page.run(load, "data:text/javascript,throw new RangeError('own')"), "RangeError")
        self.assertIsNone(self.page.shown(".offline-bar"))
        self.assertEqual(self.page.run(load, "./none.js"), 0)
        self.page.wait(".offline-bar")
        self.page.complaints()

    def test_records_that_do_not_come_are_told(self):
        self.page.show(ADA)
        more = until(lambda: self.page.saying("#identity button", "Show the records"), "the button of the records")
        self.page.run("""
            const real = window.fetch;
            const busy = async () => new Response('{"detail": "too much at once"}', {status: 503});
            window.fetch = (place, ...rest) => String(place).includes('identity') ? busy() : real(place, ...rest);""")
        self.page.run("arguments[0].click()", more)
        self.page.wait_text("dialog", "too much at once")
        self.assertEqual(self.page.complaints(), [])


class TooLate(TroubleTest):
    def test_a_page_that_loads_late_does_not_cover_the_next_one(self):
        self.page.hold("/v1/vip/policy")
        self.page.go("#/policy")
        self.page.wait_held()
        self.page.go("#/queue")
        self.page.wait("#queue")
        self.page.release()
        self.assertEqual(self.page.text("main h1"), "Queue")
        self.assertIn("Queue", self.page.driver.title)

    def test_an_order_of_a_queue_that_was_replaced(self):
        first, second = self.new_customer(given_name="Formerly"), self.new_customer(given_name="Presently")
        self.page.go("#/queue")
        area = self.page.wait("#queue")
        area.send_keys(f"{first} 10")
        self.page.hold("/v1/vip/rank", skipped=1)
        self.page.wait("main button.primary").click()
        self.page.wait_text(".queue tbody", "Formerly")
        self.page.wait_held()
        area.clear()
        area.send_keys(f"{second} 10")
        self.page.wait("main button.primary").click()
        self.page.wait_held(2)
        self.page.release(1)
        self.page.wait_text(".queue tbody", "Presently")
        self.page.release()
        self.assertIn("Presently", self.page.text(".queue"))
        self.assertNotIn("Formerly", self.page.text(".queue"))

    def test_a_preview_of_what_was_edited_since(self):
        self.page.go("#/policy")
        field = self.page.wait('.tier:first-of-type .condition input[aria-label="Value"]')
        self.page.hold("/v1/vip/policy/preview")
        self.page.wait('button[value="preview"]').click()
        self.page.wait_held()
        field.send_keys("0")
        self.page.release()
        until(self.page.wait('button[value="preview"]').is_enabled, "the answer")
        self.assertFalse(self.page.wait('button[value="commit"]').is_enabled())
        self.assertEqual(self.page.all(".page section.box"), [])

    def test_a_search_that_was_closed_stays_closed(self):
        self.page.search("ada")
        self.page.wait_text("#found", "Ada Lindqvist")
        self.page.press("x", Keys.ESCAPE)
        # A search begins a moment after the last letter.
        time.sleep(0.6)
        self.assertIsNone(self.page.shown(".found"))

    def test_a_search_that_takes_its_time_says_so(self):
        self.page.hold("/v1/profiles/search")
        self.page.search("ada")
        self.page.wait_text(".found", "Loading")
        self.page.release()
        self.page.wait_text("#found", "Ada Lindqvist")
        self.assertNotIn("Loading", self.page.text(".found"))

    def test_no_record_is_shown_twice(self):
        reference = self.new_customer(given_name="Nora", family_name="Twice")
        moment = datetime.datetime.now(datetime.timezone.utc)

        def view(number, at):
            self.service.put("activities", "web", f"{reference[4:]}-{number}", {
                "customer": {"crm": reference[4:]}, "type": "product_viewed", "name": f"Thing {number}",
                "occurred_at": at.isoformat()})

        for number in range(40):
            view(number, moment - datetime.timedelta(hours=number + 1))
        self.page.show(reference)
        self.page.wait_text(".events", "Thing 0")
        self.page.run("document.querySelector('.events-area').scrollTop = 100")
        view("new", moment)
        self.page.wait(".news")
        scroll = "const area = document.querySelector('.events-area'); area.scrollTop = area.scrollHeight"
        until(lambda: self.page.run(scroll) or "Thing 39" in self.page.text(".events"), "the oldest record")
        shown = [one.get_attribute("data-key") for one in self.page.all(".events [data-key]")]
        self.assertEqual(len(shown), 40)
        self.assertEqual(len(set(shown)), 40)


class BySlips(TroubleTest):
    def test_addresses_of_no_page(self):
        for place in ["#/constructor", "#/nowhere/else", "#/%E0%A4%A"]:
            self.page.go("#/")
            self.page.wait(".home")
            self.page.go(place)
            self.page.wait_text(".state", "no such page")
        self.page.go("#/customer/%E0%A4%A")
        self.page.wait_text(".state", "not known")
        self.page.complaints()

    def test_queues_that_cannot_be_read(self):
        self.page.go("#/queue")
        area = self.page.wait("#queue")
        for pasted, line in [("[null]", 1), ('{"queue": 7}', 1), ("[{", 1), (f"{ADA} 10\nsomebody", 2)]:
            area.clear()
            area.send_keys(pasted)
            self.page.run("document.querySelector('main button.primary').click()")
            self.page.wait_text("main form .error", f"Line {line} ")
        area.clear()
        area.send_keys('[{"identifier": "%s", "waited_seconds": "90"}, {"ref": "second"}]' % ADA)
        self.page.wait("main button.primary").click()
        self.page.wait_text(".queue tbody", "Ada Lindqvist")
        self.page.wait_text(".queue tbody", "second")
        self.assertEqual(self.page.complaints(), [])

    def test_two_clicks_open_one_window(self):
        self.page.show(self.new_customer(given_name="Doris", family_name="Double"))
        self.page.run("arguments[0].click(); arguments[0].click()", self.page.wait('[data-act="override"]'))
        self.page.wait("dialog")
        time.sleep(0.5)
        self.assertEqual(len(self.page.all("dialog")), 1)

    def test_a_policy_is_discarded_to_the_one_in_force(self):
        before = self.service.ask("GET", "/v1/vip/policy")
        self.addCleanup(self.service.ask, "PUT", "/v1/vip/policy", before)
        value = '.tier:first-of-type .condition input[aria-label="Value"]'

        def enter(text):
            field = self.page.wait(value)
            field.clear()
            field.send_keys(text)

        self.page.go("#/policy")
        enter("123.00")
        self.page.wait('button[value="preview"]').click()
        commit = self.page.wait('button[value="commit"]')
        until(commit.is_enabled, "the preview")
        commit.click()
        self.page.wait(".success")
        enter("456.00")
        self.page.wait("form > .actions button.quiet").click()
        self.assertEqual(self.page.wait(value).get_attribute("value"), "123.00")

    def test_a_policy_that_was_not_taken_may_be_put_in_force_once_more(self):
        before = self.service.ask("GET", "/v1/vip/policy")
        self.addCleanup(self.service.ask, "PUT", "/v1/vip/policy", before)
        self.page.go("#/policy")
        field = self.page.wait('.tier:first-of-type .condition input[aria-label="Value"]')
        field.clear()
        field.send_keys("321.00")
        self.page.wait('button[value="preview"]').click()
        commit = self.page.wait('button[value="commit"]')
        until(commit.is_enabled, "the preview")
        self.page.run(BUSY, "/v1/vip/policy", "PUT")
        commit.click()
        self.page.wait_text("main form .error", "too much at once")
        self.assertEqual(self.service.ask("GET", "/v1/vip/policy"), before)
        self.assertTrue(commit.is_enabled())
        commit.click()
        self.page.wait(".success")
        self.assertNotEqual(self.service.ask("GET", "/v1/vip/policy"), before)

    def test_a_tier_that_is_renamed_stays_the_least_of_the_vips(self):
        self.page.go("#/policy")
        least = self.page.wait("#vip-from").get_attribute("value")
        self.assertTrue(least)
        names = self.page.all('.tier input[aria-label="Name"]')
        field = next(one for one in names if one.get_attribute("value") == least)
        field.clear()
        field.send_keys("friends")
        self.assertEqual(self.page.wait("#vip-from").get_attribute("value"), "friends")

    def test_a_new_key_is_copied_and_enter_makes_no_other(self):
        self.page.sign_in(path="/console?lang=de")
        self.page.go("#/keys")
        self.page.wait(".first-action button").click()
        name = f"once {uuid.uuid4().hex[:6]}"
        self.page.wait("#key-name").send_keys(name)
        self.page.wait('input[value="vip:read"]').click()
        self.page.wait("dialog .primary").click()
        self.page.wait("dialog .secret").send_keys(Keys.ENTER)
        self.page.run("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
        self.page.wait("dialog .primary").click()
        self.page.wait_text("dialog .primary", "Kopiert")
        self.assertTrue(self.page.run("return window.copied").startswith("ck_"))
        keys = [key["name"] for key in self.service.ask("GET", "/v1/keys")["items"]]
        self.assertEqual(keys.count(name), 1)
        self.assertEqual(self.page.complaints(), [])


if __name__ == "__main__":
    unittest.main()
