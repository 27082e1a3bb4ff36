"""The description of the API makes a client that works: openapi-python-client writes it, and it asks the real program."""

import datetime
import importlib
import os
import subprocess
import sys
import tempfile
import unittest

from service import Service

ADA = "email:ada.lindqvist@example.com"
GENERATOR = os.path.join(os.path.dirname(sys.executable), "openapi-python-client")


class GeneratedClient(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="clientele-client-")
        cls.addClassCleanup(folder.cleanup)
        made = subprocess.run(
            [GENERATOR, "generate", "--path", "openapi/openapi.yaml", "--config", "Tests/Clients/generator.yaml",
             "--output-path", os.path.join(folder.name, "clientele"), "--meta", "none"],
            check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        # What follows is a tool for the looks of the code.
        cls.remarks = made.stdout.split("Skipping Integration")[0]
        sys.path.insert(0, folder.name)
        cls.addClassCleanup(sys.path.remove, folder.name)
        cls.service = Service(people=10)
        cls.addClassCleanup(cls.service.close)
        cls.client = cls.part("").AuthenticatedClient(base_url=cls.service.url, token=cls.service.key)

    @staticmethod
    def part(name):
        return importlib.import_module("clientele" + name)

    def call(self, operation, **arguments):
        return self.part(".api." + operation).sync(client=self.client, **arguments)

    def test_nothing_of_the_description_is_left_out(self):
        # Files of the console and what other systems send may be of any type, which is nothing for a client.
        self.assertEqual(
            [line.split(" within ")[0] for line in self.remarks.splitlines() if line.startswith("WARNING")],
            [
                "WARNING parsing GET /console/assets/{version}/{file}",
                "WARNING parsing POST /v1/webhooks/in/{endpoint}"])
        self.assertNotIn("Unable to", self.remarks)

    def test_records_are_put_and_profiles_read(self):
        models = self.part(".models")
        record = models.CustomerRecord.from_dict({"given_name": "Zoe", "emails": ["zoe@example.com"]})
        verdict = self.call("records.put_customer", source="crm", id="zoe", body=record)
        self.assertEqual(verdict.status, "accepted")
        profile = self.call("profiles.get_profile", id="crm:zoe")
        self.assertEqual((profile.id, profile.person.given_name), (verdict.profile_id, "Zoe"))
        self.assertIsInstance(profile.as_of, datetime.datetime)

    def test_every_section_of_a_profile_is_understood(self):
        profile = self.call("profiles.get_profile", id=ADA)
        raw = self.service.profile(ADA)
        self.assertEqual(set(profile.to_dict()), set(raw))
        for section in ("person", "vip", "contact", "purchases", "outlook", "promises", "journey", "cart"):
            self.assertEqual(getattr(profile, section).additional_properties, {}, section)

    def test_answers_of_routers_searches_and_timelines(self):
        self.assertEqual(self.call("vip.get_vip", id=ADA).tier, "gold")
        self.assertFalse(self.call("vip.get_vip", id="email:nobody@example.com").found)
        request = self.part(".models").SearchRequest(query="lindqvist")
        self.assertEqual(self.call("profiles.search_profiles", body=request).results[0].name, "Ada Lindqvist")
        page = self.call("profiles.get_timeline", id=ADA, limit=2)
        self.assertEqual(len(page.items), 2)
        self.assertTrue(page.next_)

    def test_problems_are_typed(self):
        problem = self.call("profiles.get_profile", id="email:nobody@example.com")
        self.assertIsInstance(problem, self.part(".models").Problem)
        self.assertEqual((problem.status, problem.type_), (404, "/problems/not-found"))


if __name__ == "__main__":
    unittest.main()
