"""The console in a real browser, on the real program."""

import datetime
import unittest
import uuid

from selenium.webdriver.common.keys import Keys

from page import Page
from service import Service, until

ADA = "email:ada.lindqvist@example.com"
LOOKS = [(1280, 800, "light"), (1280, 800, "dark"), (360, 740, "light"), (360, 740, "dark")]


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


class ConsoleTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service()
        cls.addClassCleanup(cls.service.close)
        cls.page = Page(cls.service)
        cls.addClassCleanup(cls.page.close)

    def setUp(self):
        self.page.set(1280, 800, "light")
        self.page.complaints()

    def assert_sound(self, what):
        self.assertEqual(self.page.flaws(), [], what)
        self.assertEqual(self.page.complaints(), [], what)
        self.assertLessEqual(self.page.overflow(), 0, f"{what} is wider than the window")

    def new_customer(self, **members):
        """A customer of one record, and what it is called in URLs."""
        identifier = uuid.uuid4().hex[:12]
        self.service.put("customers", "crm", identifier, members)
        return f"crm:{identifier}"


class Everywhere(ConsoleTest):
    def each_look(self, visit):
        for width, height, scheme in LOOKS:
            with self.subTest(width=width, scheme=scheme):
                self.page.set(width, height, scheme)
                visit()

    def test_signing_in(self):
        def visit():
            self.page.open()
            self.page.wait("#key")
            self.assert_sound("the sign-in page")
            self.page.type_key()
            self.page.wait(".home")
            self.assert_sound("the first page")
        self.each_look(visit)

    def test_a_wrong_key_is_told_and_not_kept(self):
        self.page.open()
        self.page.type_key("ck_nobody_" + "0" * 64)
        self.page.wait_text(".sign-in .error", "unknown")
        self.assertEqual(self.page.all("header.top"), [])
        self.assertNotIn("ck_", self.page.run("return JSON.stringify(localStorage) + JSON.stringify(sessionStorage)"))

    def test_the_key_is_kept_nowhere(self):
        self.page.sign_in()
        kept = self.page.run("return JSON.stringify(localStorage) + JSON.stringify(sessionStorage) + document.cookie")
        self.assertNotIn(self.service.key, kept)
        self.assertNotIn("ck_", kept)

    def test_finding_by_a_name_with_a_slip(self):
        def visit():
            self.page.sign_in()
            self.page.search("ada lindqvsit")
            self.page.wait_text("#found", "Ada Lindqvist")
            self.page.wait_heard("found")
            self.assert_sound("the results")
            self.page.press(Keys.ENTER)
            self.page.wait_text("#name", "Ada Lindqvist")
        self.each_look(visit)

    def test_a_customer(self):
        def visit():
            self.page.sign_in()
            self.page.show(ADA)
            self.page.wait_text("#name", "Ada Lindqvist")
            self.page.wait_text(".greeting", "Ms Lindqvist")
            self.page.wait(".heat")
            self.page.wait(".merges, #identity .nothing")
            self.assert_sound("the customer")
        self.each_look(visit)

    def test_what_is_marked_as_changed_can_be_read(self):
        def visit():
            self.page.sign_in()
            self.page.show(ADA)
            self.page.wait_text("#name", "Ada Lindqvist")
            self.page.run("for (const each of document.querySelectorAll('main .soft')) each.dataset.changed = ''")
            self.assert_sound("marks on soft words")
        self.each_look(visit)

    def test_the_first_screen_needs_no_scrolling(self):
        self.page.sign_in()
        self.page.show(ADA)
        for part in ["who", "headlines", "standing", "now", "promises", "open", "last", "order", "cart", "outlook"]:
            box = self.page.wait(f".first > .{part}").rect
            self.assertLessEqual(box["y"] + box["height"], 800, part)

    def test_the_first_load_is_small(self):
        self.page.driver.execute_cdp_cmd("Network.clearBrowserCache", {})
        # Counts from the moment at which somebody can type.
        with self.page.at_load("""
            new MutationObserver((_, watch) => {
              if (document.activeElement?.id !== 'key') return;
              window.ready = performance.now();
              watch.disconnect();
            }).observe(document, {childList: true, subtree: true});"""):
            self.page.open()
            self.page.wait("#key")
        loads, ready = self.page.run("""
            const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
            return [all.map((one) => [one.name, one.transferSize, one.decodedBodySize, one.responseEnd]), window.ready];
        """)
        names = [name.rsplit("/", 1)[-1] for name, *_ in loads]
        for file in ("console", "app.js", "customer.js", "words.en.js", "style.css"):
            self.assertIn(file, names)
        for name, carried, *_ in loads:
            self.assertGreater(carried, 0, f"{name} came from a cache")
        carried, plain = sum(one[1] for one in loads), sum(one[2] for one in loads)
        self.assertLess(carried, plain / 2, "nothing is packed")
        self.assertLess(carried, 70_000)
        last = max(one[3] for one in loads)
        print(f"\n    first load: {len(loads)} files, {carried / 1000:.1f} KB over the wire, "
              f"{plain / 1000:.0f} KB unpacked; ready {ready - last:.0f} ms after the last byte")

    def test_pages_of_stewards_and_supervisors(self):
        def visit():
            self.page.sign_in()
            for place in ["queue", "conflicts", "policy", "keys"]:
                self.page.go(f"#/{place}")
                self.page.wait(f'nav a[data-nav="{place}"][aria-current]')
                self.page.wait(".page h1")
                self.assert_sound(place)
        self.each_look(visit)

    def test_every_language_has_the_same_words(self):
        self.page.open()
        shape = """
            const files = document.querySelector('meta[name=languages]').content.split(' ');
            const folder = document.querySelector('script[type=module]').src.replace(/[^/]+$/, '');
            const shape = (value, path = '') => typeof value === 'object' && value !== null
              ? Object.entries(value).flatMap(([key, inner]) => shape(inner, `${path}.${key}`))
              : [`${path}: ${typeof value}`];
            const words = (code) => import(`${folder}words.${code}.js`);
            return Promise.all(files.map(async (code) => [code, shape((await words(code)).words)]));
        """
        shapes = dict(self.page.run(shape))
        self.assertIn("en", shapes)
        for language, words in shapes.items():
            self.assertEqual(sorted(words), sorted(shapes["en"]), language)


class WithCustomers(ConsoleTest):
    def setUp(self):
        super().setUp()
        self.page.sign_in()

    def test_a_change_arrives_and_is_heard(self):
        self.page.show(ADA)
        topic = f"warranty {uuid.uuid4().hex[:6]}"
        self.service.put("interactions", "helpdesk", uuid.uuid4().hex, {
            "customer": {"email": "ada.lindqvist@example.com"}, "occurred_at": now(), "channel": "phone",
            "topic": topic, "status": "open"})
        self.page.wait_text(".first .last", topic)
        self.page.wait_text(".first .open", topic)
        self.page.wait_heard(topic)
        self.page.wait_text("#timeline", topic)
        self.assert_sound("after a change")

    def test_nothing_jumps_under_somebody_who_reads_the_timeline(self):
        self.page.show(ADA)
        area = self.page.wait(".events-area")
        self.page.wait(".events .interaction")
        self.page.run("arguments[0].scrollTop = 300", area)
        before = self.page.run("return arguments[0].scrollTop", area)
        self.assertEqual(before, 300)
        self.service.put("interactions", "helpdesk", uuid.uuid4().hex, {
            "customer": {"email": "ada.lindqvist@example.com"}, "occurred_at": now(), "channel": "chat",
            "topic": "while reading"})
        self.page.wait_text(".first .last", "while reading")
        news = self.page.wait(".news")
        self.assertEqual(self.page.run("return arguments[0].scrollTop", area), before)
        self.assertNotIn("while reading", self.page.text(".events"))
        news.click()
        self.page.wait_text(".events", "while reading")

    def test_the_server_is_killed_and_comes_back(self):
        self.page.show(ADA)
        with self.service.gone():
            self.page.wait(".offline-bar")
            self.assertEqual(self.page.text("#name"), "Ada Lindqvist")
        self.page.wait('.connection[data-state="live"]')
        self.page.wait_gone(".offline-bar")
        self.service.put("interactions", "helpdesk", uuid.uuid4().hex, {
            "customer": {"email": "ada.lindqvist@example.com"}, "occurred_at": now(), "channel": "email",
            "topic": "after the restart"})
        self.page.wait_text(".first .last", "after the restart")
        self.page.complaints()

    def test_keys_alone(self):
        self.page.press(Keys.ESCAPE)
        self.page.run("document.activeElement.blur()")
        self.page.press("/")
        until(lambda: self.page.driver.switch_to.active_element.get_attribute("id") == "search", "the search field")
        self.new_customer(given_name="Quentin", family_name="One")
        self.new_customer(given_name="Quentin", family_name="Two")
        self.page.search("quentin")
        until(lambda: len(self.page.all('#found [role="option"]')) == 2, "both of the name")
        first = self.page.wait('#found [aria-selected="true"]').get_attribute("data-id")
        self.page.press(Keys.ARROW_DOWN)
        second = self.page.wait('#found [aria-selected="true"]').get_attribute("data-id")
        self.assertNotEqual(first, second)
        self.page.press(Keys.ESCAPE)
        self.page.wait_gone(".found")
        self.page.press(Keys.ARROW_DOWN)
        chosen = self.page.wait('#found [aria-selected="true"]').get_attribute("data-id")
        self.page.press(Keys.ENTER)
        until(lambda: self.page.driver.current_url.endswith(f"#/customer/{chosen}"), "the customer")
        self.page.wait("#name")
        until(lambda: self.page.driver.switch_to.active_element.get_attribute("id") == "name", "focus on the name")
        self.page.press("?")
        self.page.wait("dialog[open]")
        self.assert_sound("the list of keys")
        self.page.press(Keys.ESCAPE)
        self.page.wait_gone("dialog")
        self.page.press("2")
        until(lambda: "events-area" in (self.page.driver.switch_to.active_element.get_attribute("class") or ""),
              "focus on the timeline")
        for key, part in ("4", "handling"), ("9", "identity"):
            self.page.wait(f"#{part}")
            self.page.press(key)
            until(lambda: self.page.driver.switch_to.active_element.get_attribute("id") == f"h-{part}", part)

    def test_what_to_expect_of_a_customer(self):
        self.page.show(ADA)
        box = self.page.wait(".first > .outlook")
        self.assertIn("Orders in 90 days", box.text)
        label = self.page.wait('[data-why="/outlook/orders"]')
        self.page.run("arguments[0].focus()", label)
        self.page.wait_text("#tip", "days with orders to expect within 90 days")
        self.page.press(Keys.ESCAPE)
        self.page.wait_gone("#tip")
        quiet = self.new_customer(given_name="Nils", family_name="Quiet", consents=[
            {"purpose": "profiling", "status": "denied"}])
        self.page.show(quiet)
        self.page.wait_text(".first > .outlook", "object to profiling")
        self.page.wait_text(".standing", "To Silver")

    def test_values_explain_themselves(self):
        self.page.show(ADA)
        label = self.page.wait('[data-why="/contact/preferred_channel"]')
        self.page.run("arguments[0].focus()", label)
        self.page.wait_text("#tip", "weight of inbound interactions")
        self.assertEqual(label.get_attribute("aria-describedby"), "tip")
        self.page.press(Keys.ESCAPE)
        self.page.wait_gone("#tip")

    def test_products_are_suggested_with_their_reasons(self):
        reference = self.new_customer(given_name="Olga", family_name="Often")
        today = datetime.datetime.now(datetime.timezone.utc)
        for number, days in enumerate([28, 56, 84]):
            self.service.put("orders", "erp", f"{reference[4:]}-{number}", {
                "customer": {"crm": reference[4:]}, "placed_at": (today - datetime.timedelta(days=days)).isoformat(),
                "status": "delivered", "currency": "EUR", "lines": [{"sku": "FLT-1", "name": "Water filter insert"}]})
        self.page.show(reference)
        self.page.wait_text("#suggestions", "Water filter insert")
        self.assertIn("bought every 28 days, due", self.page.text("#suggestions"))
        self.assert_sound("a customer with suggestions")
        self.service.put("customers", "crm", reference[4:], {
            "given_name": "Olga", "family_name": "Often", "consents": [{"purpose": "profiling", "status": "denied"}]})
        self.page.wait_text("#suggestions", "objects to being profiled")
        self.assertNotIn("Water filter insert", self.page.text("#suggestions"))

    def test_it_says_who_should_take_it_and_hands_over(self):
        reference = self.new_customer(given_name="Hanna", family_name="Over", owner={"id": "own-1", "name": "Ona Berg"})
        self.page.show(reference)
        self.page.wait_text("#handling", "Ask for Ona Berg")
        self.assertIn("looks after them", self.page.text("#handling"))
        self.assertIn("No contact is on file", self.page.text("#handling"))
        self.assert_sound("a customer with somebody who looks after them")

    def test_a_visit_that_goes_badly_is_said_first_and_told_below(self):
        reference = self.new_customer(given_name="Vera", family_name="Vain")
        now = datetime.datetime.now(datetime.timezone.utc)
        self.page.show(reference)
        self.page.wait_text("#name", "Vera Vain")
        self.assertFalse(self.page.all("#journey"))
        steps = [("page_viewed", {"referrer": "https://search.example/?q=x"}),
                 ("search_failed", {"query": "stillsuit"}), ("search_failed", {"query": "Stillsuit"}),
                 ("product_added", {"sku": "TNT-1", "name": "Tent"})]
        for number, (kind, more) in enumerate(steps):
            self.service.put("activities", "web", f"{reference[4:]}-{number}", {
                "customer": {"crm": reference[4:]}, "type": kind, **more,
                "occurred_at": (now - datetime.timedelta(minutes=9 - number)).isoformat()})
        self.page.wait_text(".headlines", "without a result in this visit")
        for text in ["Searched 2 times without a result", "“Stillsuit”", "search.example", "Tent", "visit today"]:
            self.page.wait_text("#journey", text)
        self.assert_sound("a customer on the pages")

    def test_the_timeline_is_filtered_and_loads_as_one_scrolls(self):
        reference = self.new_customer(given_name="Nora", family_name="Busy")
        moment = datetime.datetime.now(datetime.timezone.utc)
        for number in range(60):
            self.service.put("activities", "web", f"{reference[4:]}-{number}", {
                "customer": {"crm": reference[4:]}, "type": "product_viewed", "name": f"Thing {number}",
                "occurred_at": (moment - datetime.timedelta(hours=number + 1)).isoformat()})
        self.service.put("orders", "erp", reference[4:], {
            "customer": {"crm": reference[4:]}, "placed_at": (moment - datetime.timedelta(days=9)).isoformat(),
            "status": "delivered", "currency": "EUR", "total": "12.00"})
        self.page.show(reference)
        self.page.wait_text(".events", "Thing 0")
        self.assertNotIn("Thing 59", self.page.text(".events"))
        for _ in range(6):
            self.page.run("const area = document.querySelector('.events-area'); area.scrollTop = area.scrollHeight")
            self.page.run("return new Promise(requestAnimationFrame)")
        self.page.wait_text(".events", "Thing 59")
        self.page.all(".choice")[1].click()
        self.page.wait_text(".events", reference[4:])
        self.assertNotIn("Thing", self.page.text(".events"))

    def test_a_promise_is_overdue_and_then_kept(self):
        reference = self.new_customer(given_name="Pia", family_name="Promised")
        day = datetime.timedelta(days=1)
        moment = datetime.datetime.now(datetime.timezone.utc)
        promise = {
            "customer": {"crm": reference[4:]}, "promised_at": (moment - 3 * day).isoformat(),
            "text": "Call back about the <b>refund</b>", "due_at": (moment - day).isoformat(), "topic": "refund",
            "order_id": "A-77", "agent": {"id": "a7", "name": "Kim"}}
        self.service.put("promises", "helpdesk", reference[4:], promise)
        self.page.show(reference)
        self.page.wait_text(".promises .late", "Call back about the <b>refund</b>")
        self.page.wait_text(".promises .late", "overdue, due yesterday")
        self.page.wait_text(".headlines li", "Promise overdue, due yesterday")
        self.page.wait_text(".events .promise", "open")
        self.assert_sound("a promise")
        self.service.put("promises", "helpdesk", reference[4:], promise | {"status": "kept"})
        self.page.wait_text(".promises", "1 kept")
        self.page.wait_heard("A promise was kept")
        self.assertEqual(self.page.all(".promises .late"), [])
        self.page.wait_text("#habits", "Promises by who made them")
        self.page.set(360, 740, "dark")
        self.assert_sound("a kept promise on a small screen")

    def test_what_customers_write_is_text(self):
        markup = "<img src=x onerror=document.title='broken'><b>bold</b>"
        reference = self.new_customer(given_name=markup, family_name=markup, tags=[markup], traits={"note": markup})
        self.service.put("interactions", "helpdesk", uuid.uuid4().hex, {
            "customer": {"crm": reference[4:]}, "occurred_at": now(), "channel": "chat", "topic": markup,
            "summary": markup, "status": "open"})
        self.service.put("orders", "erp", uuid.uuid4().hex, {
            "customer": {"crm": reference[4:]}, "placed_at": now(), "status": "shipped", "currency": "EUR",
            "total": "1.00", "tracking_url": "javascript:document.title='broken'",
            "lines": [{"name": markup, "quantity": 1, "unit_price": "1.00"}]})
        self.page.show(reference)
        self.page.wait_text("#name", "<img src=x")
        self.page.wait_text(".events", "<b>bold</b>")
        self.assertEqual(self.page.all("#main img, a[href^='javascript']"), [])
        self.assertNotIn("bold", self.page.texts("#main b"))
        self.assertNotIn("broken", self.page.driver.title.replace(markup, ""))
        self.assert_sound("markup")

    def test_names_of_200_letters_and_from_right_to_left(self):
        long = self.new_customer(given_name="Wolfeschlegelsteinhausenbergerdorff" * 3, family_name="x" * 95)
        arabic = self.new_customer(given_name="سارة", family_name="الخطيب", language="ar")
        for width, height, scheme in [(1280, 800, "light"), (360, 740, "dark")]:
            self.page.set(width, height, scheme)
            self.page.show(long)
            self.page.wait_text("#name", "Wolfe")
            self.assert_sound("a long name")
            self.page.show(arabic)
            self.page.wait_text("#name", "سارة الخطيب")
            direction = self.page.run("return getComputedStyle(document.getElementById('name')).direction")
            self.assertEqual(direction, "rtl")
            self.assert_sound("a name from right to left")

    def test_somebody_erased_while_shown(self):
        reference = self.new_customer(given_name="Soon", family_name="Gone")
        self.page.show(reference)
        self.service.ask("DELETE", f"/v1/profiles/{reference}")
        self.page.wait_text(".state", "erased")
        self.assertNotIn("Soon", self.page.text("main") + self.page.driver.title)
        self.page.go("#/")
        self.page.wait(".home")
        self.assertNotIn("Soon", self.page.text("main"))


if __name__ == "__main__":
    unittest.main()
