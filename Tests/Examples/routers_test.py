"""The recipes for routers against the real service: each gets its host's own message."""

import copy
import http.server
import json
import logging
import threading
import unittest
import urllib.parse

from hosts import Asterisk, Genesys, Studio, dead_service, environment, module, silent_service
from service import Service

ADA = "+491713920042"
STRANGER = "+4930901820"
# What trunks and carriers send for a number that is withheld.
WITHHELD = ("", "anonymous", "unknown", "Restricted", "+266696687")


class Routers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(people=10)
        cls.addClassCleanup(cls.service.close)
        cls.key = cls.service.new_key("vip:read")
        # Quotes, and what a template or a dialplan might take for its own.
        cls.service.ask("PUT", "/v1/profiles/email:ada.lindqvist@example.com/vip", {
            "tier": "gold", "reason": 'a "good" \\ friend, ${KEY} {{KEY}} of José'})
        logging.disable(logging.WARNING)
        cls.addClassCleanup(logging.disable, logging.NOTSET)

    def reason(self):
        return self.service.ask("GET", f"/v1/vip/phone:{ADA}")["reason"]

    def unavailable(self):
        """Addresses and keys with which nothing is answered."""
        with silent_service() as silent:
            yield "down", dead_service(), self.key
            yield "silent", silent, self.key
            yield "key revoked", self.service.url, "ck_revoked_" + "a" * 52


class AsteriskTest(Routers):
    PLAIN = {
        "CLIENTELE_FOUND": "0", "CLIENTELE_VIP": "0", "CLIENTELE_TIER": "", "CLIENTELE_PRIORITY": "0",
        "CLIENTELE_REASON": "", "QUEUE_PRIO": "0", "CALLERID(name)": "Jane"}

    def test_a_vip(self):
        for number in (ADA, "00491713920042", "01713920042", "+49 (171) 392-0042"):
            with self.subTest(number):
                self.assertEqual(Asterisk(self.service.url, self.key).call(number), {
                    "CLIENTELE_FOUND": "1", "CLIENTELE_VIP": "1", "CLIENTELE_TIER": "gold", "CLIENTELE_PRIORITY": "100",
                    "CLIENTELE_REASON": self.reason()[:200], "QUEUE_PRIO": "100", "CALLERID(name)": "gold: Jane"})

    def test_a_stranger(self):
        self.assertEqual(Asterisk(self.service.url, self.key).call(STRANGER), {
            **self.PLAIN, "CLIENTELE_REASON": "unknown customer"})

    def test_a_number_that_is_withheld(self):
        for number in WITHHELD:
            with self.subTest(number):
                called = Asterisk(self.service.url, self.key).call(number)
                self.assertEqual({**called, "CLIENTELE_REASON": ""}, self.PLAIN)

    def test_a_number_that_the_trunk_sends_though_it_is_withheld(self):
        for presentation in ("32", "33", "35", "67"):
            self.assertEqual(Asterisk(self.service.url, self.key).call(ADA, presentation), self.PLAIN)

    def test_a_number_that_is_no_number(self):
        for number in ('"}\nurl = "http://127.0.0.1:1/', "1;rm -rf /", "$(id)", "9" * 400):
            self.assertEqual(Asterisk(self.service.url, self.key).call(number), self.PLAIN)

    def test_a_name_that_would_be_part_of_the_dialplan(self):
        name = "x):System(id)"
        self.assertEqual(Asterisk(self.service.url, self.key).call(STRANGER, name=name)["CALLERID(name)"], name)
        self.assertEqual(Asterisk(self.service.url, self.key).call(ADA, name=name)["CALLERID(name)"], f"gold: {name}")

    def test_no_answer(self):
        for what, url, key in self.unavailable():
            with self.subTest(what):
                self.assertEqual(Asterisk(url, key).call(ADA), self.PLAIN)


class TwilioStudioTest(Routers):
    TRIGGER = {
        "From": ADA, "To": "+4930123456", "CallSid": "CA" + "0" * 32, "AccountSid": "AC" + "0" * 32,
        "CallStatus": "ringing", "Direction": "inbound", "ApiVersion": "2010-04-01"}

    def queued(self, number, url=None, key=None):
        queued = Studio(url or self.service.url, key or self.key).call({**self.TRIGGER, "From": number})
        return queued["priority"], json.loads(queued["task_attributes"])["clientele"]

    def test_a_vip(self):
        self.assertEqual(self.queued(ADA), (100, {
            "found": True, "vip": True, "tier": "gold", "priority": 100, "reason": self.reason(),
            "also_claimed_by": 0}))

    def test_nobody_it_knows(self):
        for number in (STRANGER, *WITHHELD):
            with self.subTest(number):
                priority, attributes = self.queued(number)
                self.assertEqual((priority, attributes["vip"], attributes["tier"]), (0, False, ""))

    def test_no_answer(self):
        for what, url, key in self.unavailable():
            with self.subTest(what):
                self.assertIsNotNone(Studio(url, key).function({"From": ADA}))
                priority, attributes = self.queued(ADA, url, key)
                self.assertEqual((priority, attributes["found"], attributes["vip"]), (0, False, False))

    def test_a_function_that_fails(self):
        studio = Studio(self.service.url, self.key)
        studio.function = lambda _: None
        queued = studio.call(self.TRIGGER)
        self.assertEqual(json.loads(queued["task_attributes"]), {
            "clientele": {"found": False, "vip": False, "priority": 0}})


class TaskRouterTest(Routers):
    def update(self, attributes, priority=0, url=None, key=None):
        # As Twilio posts it: a form.
        body = urllib.parse.urlencode({
            "EventType": "task.created", "AccountSid": "AC" + "0" * 32, "WorkspaceSid": "WS" + "0" * 32,
            "TaskSid": "WT" + "0" * 32, "TaskAttributes": json.dumps(attributes), "TaskAge": 0,
            "TaskPriority": priority, "TaskAssignmentStatus": "pending", "WorkflowSid": "WW" + "0" * 32,
            "TaskChannelUniqueName": "voice"})
        with environment(CLIENTELE_URL=url or self.service.url, CLIENTELE_KEY=key or self.key):
            fields = module("twilio/taskrouter.py").update(dict(urllib.parse.parse_qsl(body)))
        return json.loads(fields["Attributes"]), fields["Priority"]

    def test_a_vip_of_every_channel(self):
        for attributes in ({"from": ADA, "call_sid": "CA1"}, {"caller": ADA}, {"customerAddress": "whatsapp:" + ADA},
                           {"customerAddress": "ada.lindqvist@example.com", "channelType": "email"}):
            with self.subTest(attributes):
                updated, priority = self.update(attributes)
                self.assertEqual(priority, "100")
                self.assertEqual(updated, {**attributes, "clientele": {
                    "found": True, "vip": True, "tier": "gold", "priority": 100, "reason": self.reason(),
                    "also_claimed_by": 0}})

    def test_nobody_it_knows(self):
        for address in (STRANGER, *WITHHELD):
            updated, priority = self.update({"from": address})
            self.assertEqual((priority, updated["clientele"]["vip"], updated["clientele"]["tier"]), ("0", False, ""))

    def test_a_priority_that_the_task_has(self):
        self.assertEqual(self.update({"from": STRANGER}, priority=7)[1], "7")
        self.assertEqual(self.update({"from": ADA}, priority=7)[1], "100")

    def test_no_answer(self):
        for what, url, key in self.unavailable():
            with self.subTest(what):
                updated, priority = self.update({"from": ADA, "call_sid": "CA1"}, 3, url, key)
                self.assertEqual((priority, updated["call_sid"], updated["clientele"]["vip"]), ("3", "CA1", False))


class GenesysTest(Routers):
    def test_a_vip(self):
        for number in (ADA, "tel:" + ADA):
            self.assertEqual(Genesys(self.service.url, self.key).run(identifier="phone:" + number), {
                "found": True, "vip": True, "tier": "gold", "priority": 100, "reason": self.reason(),
                "also_claimed_by": 0})

    def test_nobody_it_knows(self):
        for number in (STRANGER, *WITHHELD, "sip:anonymous@anonymous.invalid", 'a "quoted" one'):
            with self.subTest(number):
                self.assertEqual(Genesys(self.service.url, self.key).run(identifier="phone:" + number), {
                    "found": False, "vip": False, "tier": "", "priority": 0, "reason": "unknown customer",
                    "also_claimed_by": 0})

    def test_an_answer_that_lacks_everything(self):
        self.assertEqual(Genesys(self.service.url, self.key).translated({}), {
            "found": False, "vip": False, "tier": "", "priority": 0, "reason": "", "also_claimed_by": 0})

    def test_no_answer_takes_the_failure_path(self):
        for what, url, key in self.unavailable():
            with self.subTest(what):
                self.assertIsNone(Genesys(url, key).run(identifier="phone:" + ADA))


class Secrets(http.server.BaseHTTPRequestHandler):
    """AWS's extension, which reads Secrets Manager for a function."""

    secret = None
    reads = 0

    def do_GET(self):
        asked = urllib.parse.urlsplit(self.path)
        known = (
            asked.path == "/secretsmanager/get" and urllib.parse.parse_qs(asked.query) == {"secretId": ["a/key"]}
            and self.headers["X-Aws-Parameters-Secrets-Token"] == "session")
        Secrets.reads += 1
        self.send_response(200 if known else 400)
        self.end_headers()
        self.wfile.write(json.dumps({"Name": "a/key", "SecretString": self.secret} if known else {}).encode())

    def log_message(self, *_):
        pass


class AmazonConnectTest(Routers):
    EVENT = {
        "Name": "ContactFlowEvent",
        "Details": {
            "ContactData": {
                "Attributes": {}, "Channel": "VOICE", "ContactId": "4a573372-1f28-4e26-b97b-000000000000",
                "CustomerEndpoint": {"Address": ADA, "Type": "TELEPHONE_NUMBER"}, "CustomerId": None,
                "Description": None, "InitialContactId": "4a573372-1f28-4e26-b97b-000000000000",
                "InitiationMethod": "INBOUND", "InstanceARN": "arn:aws:connect:eu-central-1:123456789012:instance/0000",
                "LanguageCode": "en-US",
                "MediaStreams": {"Customer": {"Audio": None}}, "Name": None, "PreviousContactId": "", "Queue": None,
                "References": {}, "SystemEndpoint": {"Address": "+4930123456", "Type": "TELEPHONE_NUMBER"}},
            "Parameters": {}}}
    PLAIN = {"found": "false", "vip": "false", "tier": "", "priority": "0", "reason": "", "also_claimed_by": "0",
             "routing_priority": "5"}

    def setUp(self):
        self.function = module("amazon-connect/lambda_function.py")

    def answer(self, endpoint=None, parameters=None, url=None, key=None, **settings):
        event = copy.deepcopy(self.EVENT)
        event["Details"]["ContactData"]["CustomerEndpoint"] = endpoint
        event["Details"]["Parameters"] = parameters or {}
        with environment(CLIENTELE_URL=url or self.service.url, CLIENTELE_KEY=key or self.key, **settings):
            answer = self.function.lambda_handler(event, None)
        # Connect takes nothing else.
        self.assertTrue(all(isinstance(value, str) for value in answer.values()), answer)
        return answer

    def number(self, number, **settings):
        return self.answer({"Address": number, "Type": "TELEPHONE_NUMBER"}, **settings)

    def vip(self):
        return {"found": "true", "vip": "true", "tier": "gold", "priority": "100", "reason": self.reason(),
                "also_claimed_by": "0", "routing_priority": "1"}

    def test_a_vip(self):
        self.assertEqual(self.number(ADA), self.vip())

    def test_a_chat_that_says_who_it_is(self):
        self.assertEqual(self.answer(parameters={"identifier": "email:ada.lindqvist@example.com"}), self.vip())

    def test_nobody_it_knows(self):
        for number in (STRANGER, *WITHHELD):
            with self.subTest(number):
                self.assertEqual({**self.number(number), "reason": ""}, self.PLAIN)
        self.assertEqual(self.answer(), self.PLAIN)

    def test_no_answer(self):
        for what, url, key in self.unavailable():
            with self.subTest(what):
                self.assertEqual(self.number(ADA, url=url, key=key), self.PLAIN)

    def test_settings_that_are_missing(self):
        with environment(CLIENTELE_URL=None, CLIENTELE_KEY=None):
            self.assertEqual(self.function.lambda_handler(self.EVENT, None), self.PLAIN)

    def test_a_key_in_secrets_manager_is_read_once_and_again_when_it_was_rotated(self):
        extension = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Secrets)
        threading.Thread(target=extension.serve_forever, daemon=True).start()
        self.addCleanup(extension.server_close)
        self.addCleanup(extension.shutdown)
        settings = {
            "key": "unused", "CLIENTELE_KEY_SECRET": "a/key", "AWS_SESSION_TOKEN": "session",
            "PARAMETERS_SECRETS_EXTENSION_HTTP_PORT": str(extension.server_address[1])}
        Secrets.secret, Secrets.reads = "ck_old_" + "a" * 52, 0
        self.assertEqual(self.number(ADA, **settings), self.PLAIN)
        Secrets.secret = self.key
        self.assertEqual(self.number(ADA, **settings), self.vip())
        self.assertEqual(self.number(ADA, **settings), self.vip())
        self.assertEqual(Secrets.reads, 2)


if __name__ == "__main__":
    unittest.main()
