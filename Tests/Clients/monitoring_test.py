"""The dashboard and the alerts against Prometheus' own tool, and against what the program tells."""

import json
import re
import subprocess
import tempfile
import unittest
import urllib.request

from service import Service

RULES = "examples/monitoring/clientele.rules.yaml"
DASHBOARD = "examples/monitoring/clientele.dashboard.json"
NAME = re.compile(r"\b(?:clientele|http_server|process)_[a-z_]+\b")
# What Prometheus adds to a histogram's name, and what is no metric: words of labels.
ENDING = re.compile(r"_(?:bucket|sum|count)$")


def promtool(*arguments):
    return subprocess.run(["promtool", *arguments], capture_output=True, text=True)


def dashboard():
    with open(DASHBOARD, encoding="utf-8") as file:
        return json.load(file)


def expressions():
    return [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]


class Monitoring(unittest.TestCase):
    def test_the_alerts_are_rules_and_ring_when_they_should(self):
        for arguments in (("check", "rules", RULES), ("test", "rules", "Tests/Clients/rules_test.yaml")):
            run = promtool(*arguments)
            self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_every_alert_is_tried_both_ways(self):
        with open(RULES, encoding="utf-8") as rules, open("Tests/Clients/rules_test.yaml", encoding="utf-8") as tests:
            alerts, tried = re.findall(r"alert: (\w+)", rules.read()), re.findall(r"alertname: (\w+)", tests.read())
        for alert in alerts:
            self.assertGreaterEqual(tried.count(alert), 2, alert)

    def test_the_dashboard_asks_what_prometheus_understands(self):
        ids = [panel["id"] for panel in dashboard()["panels"]]
        self.assertEqual(len(ids), len(set(ids)))
        rules = [
            {"record": f"panel:{number}", "expr": expression.replace("$__rate_interval", "5m")}
            for number, expression in enumerate(expressions())]
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
            json.dump({"groups": [{"name": "dashboard", "rules": rules}]}, file)
            file.flush()
            run = promtool("check", "rules", file.name)
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_what_is_asked_for_is_told(self):
        class Traced(Service):
            def settings(self):
                return {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9"}

        service = Traced(people=5)
        self.addCleanup(service.close)
        service.put("customers", "crm", "1", {"given_name": "Jane"})
        with urllib.request.urlopen(service.url + "/metrics") as answer:
            told = set(re.findall(r"^# TYPE (\S+)", answer.read().decode(), re.MULTILINE))
        with open(RULES, encoding="utf-8") as file:
            asked = set(NAME.findall(" ".join(expressions())))
            asked |= set(NAME.findall(" ".join(re.findall(r"expr: (?:\|\n)?((?:.|\n)*?)\n +(?:for|labels):", file.read()))))
        self.assertGreater(len(asked), 20)
        self.assertEqual({name for name in asked if ENDING.sub("", name) not in told and name not in told}, set())


if __name__ == "__main__":
    unittest.main()
