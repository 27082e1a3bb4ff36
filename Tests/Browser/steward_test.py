"""The pages of stewards, administrators and supervisors, in a real browser."""

import unittest
import urllib.error

from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from console_test import ADA, ConsoleTest
from service import until


class WithStewards(ConsoleTest):
    def setUp(self):
        super().setUp()
        self.page.sign_in()

    def test_merge_and_unmerge_with_their_dry_runs(self):
        one = self.new_customer(given_name="Petra", family_name="Winter", emails=["petra@example.org"])
        other = self.new_customer(given_name="P.", family_name="Winther", phones=["+49 30 901820"])
        first, second = self.service.profile(one)["id"], self.service.profile(other)["id"]
        self.page.go(f"#/merge/{first}")
        self.page.wait('input[name="other"]').send_keys(other)
        self.page.wait('input[name="reason"]').send_keys("told on the phone", Keys.ENTER)
        self.page.wait_text(".compare", "petra@example.org")
        self.page.wait_text(".compare .result", "+4930901820")
        self.assert_sound("the dry run of a merge")
        self.assertNotEqual(self.service.profile(one)["id"], self.service.profile(other)["id"])
        self.page.wait("form.box h2 ~ .actions button.primary").click()
        self.page.wait_text("#name", "Wint")
        self.page.wait_heard("joined")
        self.assertEqual(self.service.profile(one)["id"], self.service.profile(other)["id"])

        self.page.wait(".merges a.button").click()
        self.page.wait('input[name="reason"]').send_keys("mother and daughter", Keys.ENTER)
        self.page.wait_text(".compare", "Winther")
        self.assert_sound("the dry run of an unmerge")
        self.assertEqual(self.service.profile(one)["id"], self.service.profile(other)["id"])
        self.page.wait("form.box h2 ~ .actions button.primary").click()
        self.page.wait_heard("apart")
        self.assertEqual({self.service.profile(one)["id"], self.service.profile(other)["id"]}, {first, second})

    def test_a_merge_elsewhere_shows_the_survivor(self):
        one, other = self.new_customer(given_name="Old"), self.new_customer(given_name="New")
        survivor = self.service.profile(one)["id"]
        self.page.show(other)
        self.service.ask("POST", f"/v1/profiles/{one}/merge", {"with": other, "reason": "same"})
        until(lambda: self.page.driver.current_url.endswith(survivor), "the survivor")
        self.page.wait_heard("merged")
        self.page.wait("#name")
        self.page.wait('.connection[data-state="live"]')
        self.assertEqual(self.page.complaints(), [])

    def test_an_override_shows_at_once(self):
        reference = self.new_customer(given_name="Vera", family_name="Important")
        self.page.show(reference)
        self.page.wait('[data-act="override"]').click()
        self.page.wait("dialog[open]")
        self.assert_sound("the dialog of an override")
        self.page.wait('#override-tier option[value="platinum"]').click()
        self.page.wait('dialog input[name="reason"]').send_keys("founder of a partner", Keys.ENTER)
        self.page.wait_text(".name-line .badge", "Platinum")
        self.page.wait_text(".standing", "founder of a partner")
        self.page.wait_heard("Platinum")
        self.page.wait('[data-act="override"]').click()
        self.page.wait('dialog button[value="remove"]').click()
        until(lambda: "Platinum" not in self.page.text(".name-line"), "the override to go")

    def test_a_policy_is_previewed_before_it_is_put_in_force(self):
        before = self.service.ask("GET", "/v1/vip/policy")
        self.page.go("#/policy")
        commit = self.page.wait('button[value="commit"]')
        self.assertFalse(commit.is_enabled())
        field = self.page.wait('.tier:first-of-type .condition input[aria-label="Value"]')
        field.clear()
        field.send_keys("100.00")
        self.page.wait('button[value="preview"]').click()
        self.page.wait_text(".page section.box", "Platinum")
        self.assert_sound("the preview of a policy")
        until(commit.is_enabled, "the preview")
        self.assertEqual(self.service.ask("GET", "/v1/vip/policy"), before)
        commit.click()
        self.page.wait(".success")
        self.assertEqual(
            self.service.ask("GET", "/v1/vip/policy")["tiers"][0]["conditions"][0]["at_least"], "100.00")
        self.service.ask("PUT", "/v1/vip/policy", before)

    def test_a_key_is_made_seen_once_and_revoked(self):
        self.page.go("#/keys")
        self.page.wait(".first-action button").click()
        self.page.wait("#key-name").send_keys("shop floor")
        self.page.wait('input[value="profiles:read"]').click()
        self.assert_sound("the dialog of a new key")
        self.page.wait("dialog .primary").click()
        made = self.page.wait("dialog .secret").get_attribute("value")
        self.assertTrue(made.startswith("ck_"))
        self.service.ask("GET", f"/v1/profiles/{ADA}", key=made)
        self.page.press(Keys.ESCAPE)
        self.page.wait_gone("dialog")
        # The browser says that a dialog closed a task after it hides it, and only then does the page forget the key.
        until(lambda: made not in self.page.driver.page_source, "the key to be forgotten")
        row = until(lambda: self.page.saying("tbody tr", "shop floor"), "the key")
        row.find_element(By.CSS_SELECTOR, "button.danger").click()
        self.page.wait("dialog .danger").click()
        until(lambda: any("shop floor" in row and "revoked" in row for row in self.page.texts("tbody tr")),
              "the key to be revoked")
        with self.assertRaises(urllib.error.HTTPError):
            self.service.ask("GET", f"/v1/profiles/{ADA}", key=made)

    def test_a_queue_comes_back_in_serving_order(self):
        self.page.go("#/queue")
        self.page.wait("#queue").send_keys(f"email:nobody@example.com 10\n{ADA} 10")
        self.page.wait("main button.primary").click()
        self.page.wait_text(".queue tbody", "Ada Lindqvist")
        rows = self.page.all(".queue tbody tr")
        self.assertIn("Ada", rows[0].text)
        self.assertIn("not known", rows[1].text)
        self.assert_sound("the queue")

    def test_what_invitations_do_stands_below_the_queue(self):
        effect = self.service.ask("GET", "/v1/invitations/effect")
        self.assertGreater(effect["invited"]["people"], 10)
        self.page.go("#/queue")
        self.page.wait_text(".invitations p", "Too few to tell")
        rows = self.page.texts(".invitations tbody tr")
        self.assertEqual(len(rows), 2)
        for row, name, arm in zip(rows, ("Invited", "Held out"), (effect["invited"], effect["held_out"])):
            told = row.replace(name, "").split()
            self.assertEqual(told[:3], [str(arm[figure]) for figure in ("people", "chatted", "ordered")], row)
        self.assert_sound("what invitations do")
        told = [self.conclusion(*figures) for figures in
                [(0.012, 0.0812, True), (-0.02, 0.0349, False), (-0.09, -0.011, True)]]
        self.assertIn("bring orders: within 7 days, 1.2 to 8.1 more of 100 people invited order", told[0])
        self.assertIn("No effect to be seen: within 7 days, between 2 fewer and 3.5 more", told[1])
        self.assertIn("cost orders: within 7 days, 1.1 to 9 fewer", told[2])

    def conclusion(self, low, high, seen):
        """What the page says of an effect."""
        return self.page.driver.execute_async_script(
            """
            const [low, high, seen, done] = arguments;
            const { src } = document.querySelector('script[type="module"]');
            import(new URL("./invitations.js", src)).then(({ conclusion }) =>
              done(conclusion({ days: 7, order_rate: { low, high, uplift: (low + high) / 2, seen } })));
            """, low, high, seen)

    def test_what_a_key_may_not_do_is_not_offered(self):
        self.page.sign_in(self.service.new_key("vip:read"))
        self.assertEqual(self.page.all("#search"), [])
        self.assertEqual(self.page.texts(".top nav a"), ["Queue", "VIP policy"])
        self.page.go("#/conflicts")
        self.page.wait_text(".state", "steward")
        self.assert_sound("a page that is not allowed")

    def test_signing_out_ends_the_session(self):
        self.page.wait(".account").click()
        self.assert_sound("the menu")
        self.page.all("#account button")[-1].click()
        self.page.wait("#key")
        self.assertEqual(self.page.run("return fetch('/v1/sessions/current').then((answer) => answer.status)"), 401)
        self.page.complaints()


if __name__ == "__main__":
    unittest.main()
