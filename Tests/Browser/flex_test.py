"""Twilio Flex around the panel, in a real browser: the plugin as it is, and the address that a task gives."""

import os
import unittest

from page import Page
from service import Desk, Service

PLUGIN = os.path.join("examples", "twilio-flex", "ClientelePlugin.js")

# What the plugin uses of Flex. The container draws what the callback says for the selected task, as Flex does.
FLEX = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Flex</title>
<script type="importmap">{"imports": {"@twilio/flex-plugin": "/flex-plugin.js"}}</script>
<iframe id="panel" title="Customer" width="320" height="760"></iframe>
<script type="module">
import Plugin from "/plugin.js";
const listeners = {};
const tasks = {};
const Flex = {
  CRMContainer: {defaultProps: {}},
  Actions: {addListener: (name, listener) => { listeners[name] = listener; }},
  TaskHelper: {getTaskByTaskSid: (sid) => tasks[sid]},
};
new Plugin().init(Flex);
const frame = document.getElementById("panel");
const draw = (task) => {
  const address = Flex.CRMContainer.defaultProps.uriCallback(task);
  if (frame.getAttribute("src") !== address) frame.src = address;
};
draw();
window.select = (sid, attributes) => {
  if (sid) tasks[sid] = {taskSid: sid, attributes};
  draw(tasks[sid]);
  listeners.afterSelectTask({sid});
};
window.template = (address) => { frame.src = address; };
</script>"""
BASE = "export class FlexPlugin { constructor(name) { this.name = name; } }"


class Flex(Desk):
    def file(self, path):
        if path == "/":
            return "text/html", FLEX.encode()
        if path == "/flex-plugin.js":
            return "text/javascript", BASE.encode()
        if path == "/plugin.js":
            with open(PLUGIN, encoding="utf-8") as file:
                plugin = file.read()
            return "text/javascript", plugin.replace("https://clientele.example.com", self.service.url).encode()
        return None


class FlexTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(people=10, desk=Flex)
        cls.addClassCleanup(cls.service.close)
        cls.service.put_zoe_and_pia()
        cls.page = Page(cls.service)
        cls.addClassCleanup(cls.page.close)

    def setUp(self):
        self.page.start_at(self.service.desk.origin)
        self.page.type_key()
        self.page.wait_text(".state", "No customer yet")

    def select(self, sid, **attributes):
        self.page.outside("select(arguments[0], arguments[1])", sid, attributes)

    def test_the_customer_of_the_selected_task(self):
        self.select("WT1", direction="inbound", **{"from": "+4930901820"})
        self.page.wait_text("#name", "Pia Phone")
        self.page.run("window.mark = 'the same page'")
        self.select("WT2", customerAddress="whatsapp:+4930901820", email="zoe@example.com")
        self.page.wait_text("h1", "Several customers match")
        self.select("WT3", **{"from": "zoe@example.com"})
        self.page.wait_text("#name", "Zoe Mail")
        self.select("WT4", direction="outbound", outbound_to="+4930901820", **{"from": "+4940111"})
        self.page.wait_text("#name", "Pia Phone")
        self.select("WT5", customerAddress="sip:+4930901820@pbx.example.com")
        self.page.wait_text("#name", "Pia Phone")
        # Addresses that are neither number nor mail address name nobody.
        for address in ("messenger:4930901820", "sip:zoe@example.com", "client:zoe"):
            self.select("WT6", customerAddress=address)
            self.page.wait_text(".state", "No customer yet")
            self.select("WT1", direction="inbound", **{"from": "+4930901820"})
            self.page.wait_text("#name", "Pia Phone")
        self.select(None)
        self.page.wait_text(".state", "No customer yet")
        self.assertEqual(self.page.run("return window.mark"), "the same page")
        self.assertEqual(self.page.complaints(), [])

    def test_the_address_names_the_customer_where_no_server_sees_it(self):
        panel = self.service.url + "/panel"
        self.page.outside("template(arguments[0])", panel + "#phone:%2B4930901820")
        self.page.wait_text("#name", "Pia Phone")
        self.page.run("window.mark = 'the same page'")
        self.page.outside("template(arguments[0])", panel + "#phone:%2B49301,email:zoe%40example.com")
        self.page.wait_text("#name", "Zoe Mail")
        self.page.outside("template(arguments[0])", panel + "#")
        self.page.wait_text(".state", "No customer yet")
        self.assertEqual(self.page.run("return window.mark"), "the same page")
        asked = " ".join(self.page.run("return performance.getEntriesByType('resource').map(({name}) => name)"))
        self.assertIn("/v1/profiles/lookup", asked)
        for part in ("901820", "%2B49", "zoe"):
            self.assertNotIn(part, asked)


if __name__ == "__main__":
    unittest.main()
