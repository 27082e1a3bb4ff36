"""The panel in frames of other sites, over https: a cookie for each site around it, or a session in memory."""

import unittest

from secure import SecureService
from service import until

ADA = "email:ada.lindqvist@example.com"
COOKIE = "__Host-clientele_panel"


class FramesTest(unittest.TestCase):
    preferences = {}

    @classmethod
    def setUpClass(cls):
        cls.service = SecureService(people=10)
        cls.addClassCleanup(cls.service.close)
        cls.key = cls.service.new_key("profiles:read")

    def setUp(self):
        self.page = self.service.browser(**self.preferences)
        self.addCleanup(self.page.close)
        self.page.set(700, 800, "light")

    def sign_in(self):
        self.page.type_key(self.key)
        self.page.wait_text(".state", "No customer yet")

    def name(self, identifier):
        self.page.outside("tell(arguments[0])", {"type": "clientele:customer", "identifiers": [identifier]})

    def cookies(self):
        every = self.page.driver.execute_cdp_cmd("Storage.getCookies", {})["cookies"]
        return [cookie for cookie in every if cookie["domain"].endswith("clientele.test")]


class WithPartitionedCookies(FramesTest):
    def test_agents_sign_in_once_for_each_desk_and_not_for_the_console(self):
        before = len(self.service.sessions())
        self.page.enter(self.service.desk_site)
        self.sign_in()
        self.name(ADA)
        self.page.wait_text("#name", "Ada Lindqvist")
        (cookie,) = self.cookies()
        self.assertEqual(cookie["name"], COOKIE)
        self.assertTrue(cookie["httpOnly"] and cookie["secure"])
        self.assertEqual(cookie["sameSite"], "None")
        self.assertIn("desk.test", str(cookie["partitionKey"]))
        self.assertEqual(self.page.run("return document.cookie"), "")
        kept = self.page.run("return JSON.stringify(localStorage) + JSON.stringify(sessionStorage)")
        self.assertNotIn("ck_", kept)
        self.assertNotIn("ses_", kept)
        self.assertEqual(len(self.service.sessions()), before + 1)
        self.assertEqual(self.page.complaints(), [])

        # The next conversation, another tab, tomorrow morning.
        self.page.enter(self.service.desk_site)
        self.page.wait_text(".state", "No customer yet")
        self.name(ADA)
        self.page.wait_text("#name", "Ada Lindqvist")
        # Another desk and the console have a session of their own.
        self.page.enter(self.service.other_site)
        self.page.wait("#key")
        self.page.driver.get(self.service.site + "/console")
        self.page.type_key(self.service.key)
        self.page.wait("header.top")
        self.assertEqual(len(self.service.sessions()), before + 2)
        self.assertEqual({cookie["name"] for cookie in self.cookies()}, {COOKIE, "__Host-clientele_session"})
        self.page.enter(self.service.other_site)
        self.page.wait("#key")
        self.page.enter(self.service.desk_site)
        self.page.wait_text(".state", "No customer yet")

    def test_a_session_that_is_revoked_asks_again(self):
        before = set(self.service.sessions())
        self.page.enter(self.service.desk_site)
        self.sign_in()
        (mine,) = set(self.service.sessions()) - before
        self.service.ask("DELETE", f"/v1/sessions/{mine}")
        self.name(ADA)
        self.page.wait("#key")
        self.assertEqual(self.page.all("#name"), [])
        self.page.type_key(self.key)
        self.page.wait_text("#name", "Ada Lindqvist")


class WithoutCookies(FramesTest):
    preferences = {"profile.default_content_setting_values.cookies": 2}

    def test_the_session_is_held_in_memory_and_over_with_the_page(self):
        self.page.enter(self.service.desk_site)
        self.sign_in()
        self.name(ADA)
        self.page.wait_text("#name", "Ada Lindqvist")
        self.assertEqual(self.cookies(), [])
        self.assertEqual(len(self.service.sessions()), 1)
        self.page.driver.get("about:blank")
        until(lambda: not self.service.sessions(), "the session to end")
        self.page.enter(self.service.desk_site)
        self.page.wait("#key")


del FramesTest

if __name__ == "__main__":
    unittest.main()
