"""Stand-ins for the routers: they do what the recipes in examples/ need of them."""

import contextlib
import importlib.util
import json
import os
import re
import socket
import subprocess
import urllib.request

EXAMPLES = "examples"


def read(path):
    with open(os.path.join(EXAMPLES, path), encoding="utf-8") as file:
        return file.read()


def module(path):
    """A Python file of the examples, loaded afresh."""
    spec = importlib.util.spec_from_file_location("recipe", os.path.join(EXAMPLES, path))
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


@contextlib.contextmanager
def environment(**values):
    """Holds the environment to `values` besides what it has; None takes one away."""
    before = dict(os.environ)
    try:
        for name, value in values.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


@contextlib.contextmanager
def silent_service():
    """The address of one that takes connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"http://127.0.0.1:{server.getsockname()[1]}"


def dead_service():
    """The address of one that is down."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return f"http://127.0.0.1:{server.getsockname()[1]}"


class Asterisk:
    """Runs the dialplan of the recipe, and its script over the AGI protocol.

    As there, variables and expressions of a line are filled in before its application reads it.
    """

    STEP = re.compile(r"^(?:exten => s,1| same => n(?:\((\w+)\))?),(\w+)\((.*)\)$", re.MULTILINE)

    def __init__(self, url, key):
        self.environment = {**os.environ, "CLIENTELE_URL": url, "CLIENTELE_KEY": key}
        self.agi = os.path.join(EXAMPLES, "asterisk", "clientele.agi")

    def call(self, number, presentation="0", name="Jane"):
        """The channel's variables after the context has returned."""
        self.number, self.presentation = number, presentation
        self.channel = {"CALLERID(name)": name}
        steps = self.STEP.findall(read("asterisk/extensions_custom.conf"))
        labels = [label for label, _, _ in steps]
        at, label = 0, None
        while at < len(steps):
            _, application, text = steps[at]
            label = self.run(application, self.filled(text))
            at = labels.index(label) if label else at + 1
        return self.channel

    def run(self, application, text):
        """Runs an application, and returns the label that it jumps to."""
        if application == "AGI":
            self.talk()
        elif application == "Set":
            name, value = text.split("=", 1)
            self.channel[name] = value
        elif application == "GotoIf":
            condition, label = text.split("?", 1)
            return label if condition == "1" else None
        elif application != "Return":
            raise AssertionError(f"no recipe needs {application} of Asterisk")
        return None

    def filled(self, text):
        text = re.sub(r"\$\{([^}]+)\}", lambda found: self.channel.get(found[1], ""), text)
        return re.sub(r"\$\[(\w*) != (\w*)\]", lambda found: str(int(found[1] != found[2])), text)

    def talk(self):
        """What Asterisk says to an AGI script, and what it does as the script says."""
        with subprocess.Popen(
                [self.agi], env=self.environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as script:
            script.stdin.write(
                "agi_request: clientele.agi\nagi_channel: PJSIP/trunk-00000001\nagi_language: en\nagi_type: PJSIP\n"
                f"agi_uniqueid: 1795680000.1\nagi_version: 20.9.3\nagi_callerid: {self.number}\n"
                f"agi_calleridname: unknown\nagi_callingpres: {self.presentation}\nagi_callingani2: 0\n"
                "agi_callington: 0\nagi_callingtns: 0\nagi_dnid: 4930123456\nagi_rdnis: unknown\n"
                "agi_context: clientele-vip\nagi_extension: s\nagi_priority: 6\nagi_enhanced: 0.0\n"
                "agi_accountcode: \nagi_threadid: 1\n\n")
            script.stdin.flush()
            for line in script.stdout:
                name, value = re.fullmatch(r'SET VARIABLE (\w+) "(.*)"\n', line).groups()
                self.channel[name] = re.sub(r"\\(.)", r"\1", value)
                with contextlib.suppress(BrokenPipeError):
                    script.stdin.write("200 result=1\n")
                    script.stdin.flush()


class Studio:
    """Walks a Twilio Studio flow, and runs its Function in Node."""

    RUN = """
        const [file, context, event] = process.argv.slice(1);
        require(file).handler(JSON.parse(context), JSON.parse(event), (error, answer) => {
          if (error) throw error;
          process.stdout.write(JSON.stringify(answer));
        });"""

    def __init__(self, url, key):
        self.context = {"CLIENTELE_URL": url, "CLIENTELE_KEY": key, "DOMAIN_NAME": "example.twil.io"}
        flow = json.loads(read("twilio/flow.json"))
        self.states = {state["name"]: state for state in flow["states"]}
        self.first = flow["initial_state"]

    def call(self, trigger):
        """The state in which the call is queued, with the properties as Twilio reads them."""
        self.values = {"trigger": {"call": trigger}, "widgets": {}}
        state = self.after(self.states[self.first], "incomingCall")
        while state["type"] != "enqueue-call":
            state = self.after(state, self.outcome(state))
        return {**state["properties"], "task_attributes": self.text(state["properties"]["task_attributes"])}

    def after(self, state, event):
        return self.states[next(one["next"] for one in state["transitions"] if one["event"] == event)]

    def outcome(self, state):
        properties = state["properties"]
        if state["type"] == "run-function":
            event = {one["key"]: self.text(one["value"]) for one in properties["parameters"]}
            answer = self.function({**event, "request": {"headers": {}, "cookies": {}}})
            self.values["widgets"][state["name"]] = {"parsed": answer}
            return "fail" if answer is None else "success"
        for transition in state["transitions"]:
            for condition in transition.get("conditions", []):
                if self.text(condition["arguments"][0]) == condition["value"]:
                    return transition["event"]
        return "noMatch"

    def function(self, event):
        file = os.path.abspath(os.path.join(EXAMPLES, "twilio", "vip.protected.js"))
        run = subprocess.run(
            ["node", "-e", self.RUN, file, json.dumps(self.context), json.dumps(event)], text=True, capture_output=True)
        return json.loads(run.stdout) if run.returncode == 0 else None

    def text(self, template):
        def value(found):
            place = self.values
            for name in found[1].split("."):
                place = place.get(name, "") if isinstance(place, dict) else ""
            return place if isinstance(place, str) else json.dumps(place)
        return re.sub(r"\{\{([\w.]+)\}\}", value, template)


class Genesys:
    """Runs a Genesys Cloud data action: its templates, JSON paths and contract."""

    TYPES = {"string": str, "boolean": bool, "integer": int}

    def __init__(self, url, key):
        self.url, self.key = url, key
        action = json.loads(read("genesys/vip.custom.json"))
        self.request, self.response = action["config"]["request"], action["config"]["response"]
        self.inputs = action["contract"]["input"]["inputSchema"]
        self.outputs = action["contract"]["output"]["successSchema"]

    def run(self, **inputs):
        """The action's output; None where the flow takes its failure path."""
        assert set(inputs) == set(self.inputs["required"])

        def filled(template):
            template = re.sub(
                r"\$esc\.jsonString\(\$\{input\.(\w+)\}\)", lambda found: json.dumps(inputs[found[1]])[1:-1], template)
            return template.replace("${credentials.key}", self.key)

        request = urllib.request.Request(
            self.url + re.sub(r"^https://[^/]+", "", self.request["requestUrlTemplate"]),
            method=self.request["requestType"],
            headers={name: filled(value) for name, value in self.request["headers"].items()},
            data=filled(self.request["requestTemplate"]).encode())
        try:
            with urllib.request.urlopen(request, timeout=2) as answer:
                return self.translated(json.load(answer))
        except OSError:
            return None

    def translated(self, raw):
        defaults = self.response["translationMapDefaults"]
        values = {}
        for name, path in self.response["translationMap"].items():
            found = self.at(path, raw)
            # Null is a value, which no default replaces.
            values[name] = defaults[name] if found is KeyError else json.dumps(found)

        def first(found):
            array = json.loads(values[found[1]])
            return json.dumps(array[0]) if array else found[2].replace("$esc.quote", '"')

        text = re.sub(
            r'\$\{successTemplateUtils\.firstFromArray\("\$\{(\w+)\}", "([^"]*)"\)\}', first,
            self.response["successTemplate"])
        output = json.loads(re.sub(r"\$\{(\w+)\}", lambda found: values[found[1]], text))
        for name, schema in self.outputs["properties"].items():
            assert type(output[name]) is self.TYPES[schema["type"]], (name, output[name])
        return output

    @staticmethod
    def at(path, raw):
        plain = re.fullmatch(r"\$\.answers\[0\]\.(\w+)", path)
        if plain:
            return raw["answers"][0].get(plain[1], KeyError) if raw.get("answers") else KeyError
        name = re.fullmatch(r"\$\.answers\[\?\(@\.(\w+) != null\)\]\.\1", path)[1]
        return [one[name] for one in raw.get("answers", []) if one.get(name) is not None]
