"""The libraries of Segment and RudderStack against the real service: nothing but their host is changed."""

import datetime
import unittest

import rudderstack.analytics.client
import segment.analytics.client
from service import Service

THEN = datetime.datetime(2026, 1, 2, 10, 0, tzinfo=datetime.timezone.utc)
PRODUCT = {"sku": "G-32", "name": "Monopoly", "price": 19.5, "quantity": 2, "category": "games"}


class Libraries:
    """What both libraries are held to."""

    # What the client is made of, and how its host is called.
    Client = None
    packs = (False, True)

    @classmethod
    def setUpClass(cls):
        cls.service = Service(people=10)
        cls.addClassCleanup(cls.service.close)
        made = cls.service.ask("POST", "/v1/keys", {"name": "shop", "scopes": ["ingest:write"], "sources": ["web"]})
        cls.write_key = made["key"]

    def client(self, key=None, **options):
        """One that sends at once, and raises what is not taken."""
        return self.Client(key or self.write_key, host=self.service.url, sync_mode=True, max_retries=1, **options)

    def test_a_customer_who_buys(self):
        for number, gzip in enumerate(self.packs):
            with self.subTest(gzip=gzip):
                client, user = self.client(gzip=gzip), f"u-{number}"
                client.identify(user, {"email": f"{user}@example.com", "first_name": "Zoe", "plan": "gold"},
                                anonymous_id=f"a-{number}")
                client.track(user, "Order Completed", {
                    "order_id": f"o-{number}", "total": 39.0, "currency": "EUR", "products": [PRODUCT]}, timestamp=THEN)
                profile = self.service.profile(f"email:{user}@example.com")
                self.assertEqual(profile["person"]["given_name"], "Zoe")
                self.assertEqual(profile["person"]["traits"]["plan"], "gold")
                self.assertEqual(profile["purchases"]["totals"][0]["gross"], "39.00")
                self.assertEqual(profile["purchases"]["recent"][0]["placed_at"], "2026-01-02T10:00:00Z")
                self.assertEqual(profile["purchases"]["products"][0]["sku"], "G-32")
                names = {(each["type"], each["value"]) for each in profile["identifiers"]}
                self.assertLessEqual({("web", user), ("visitor", f"a-{number}")}, names)

    def test_many_messages_from_a_queue(self):
        client = self.Client(self.write_key, host=self.service.url, upload_size=30)
        for number in range(100):
            client.track("busy", "Product Viewed", {"sku": f"S-{number % 7}"})
        client.page("busy", "shop", "Home", {"url": "https://shop.example/"})
        client.flush()
        client.join()
        facts = self.service.ask("GET", "/v1/profiles/web:busy/timeline?limit=200")["items"]
        self.assertEqual(len(facts), 101)

    def test_a_visitor_who_signs_in(self):
        client = self.client()
        client.track(anonymous_id="before", event="Product Added", properties=PRODUCT)
        self.assertEqual(self.service.profile("visitor:before")["cart"]["items"][0]["sku"], "G-32")
        client.alias("before", "after")
        client.screen("after", "app", "Start")
        profile = self.service.profile("web:after")
        self.assertEqual(profile["cart"]["items"][0]["quantity"], 2)
        self.assertEqual(profile["id"], self.service.profile("visitor:before")["id"])

    def test_a_key_that_is_none(self):
        with self.assertRaises(Exception):
            self.client("ck_nobody_" + "a1b2c3d4" * 6).track("u", "Hi")
        with self.assertRaises(Exception):
            self.client(self.service.key).track("u", "Hi")


class SegmentTest(Libraries, unittest.TestCase):
    Client = segment.analytics.client.Client


class RudderStackTest(Libraries, unittest.TestCase):
    Client = rudderstack.analytics.client.Client


if __name__ == "__main__":
    unittest.main()
