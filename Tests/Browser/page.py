"""A browser on the console: what an agent does, and what has to hold of every page."""

import contextlib
import importlib.resources

from selenium import webdriver
from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from service import until

# A package that brings axe-core along; nothing else of it is used.
AXE = importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars", "--lang=en-GB",
    "--no-first-run", "--disable-extensions", "--disable-background-networking",
)

# Has the next request of a kind fail, as a service does that has too much to do.
BUSY = """
    const [path, method] = arguments;
    const real = window.fetch;
    let isDone = false;
    window.fetch = (place, options) => {
      if (isDone || !String(place).includes(path) || options.method !== method) return real(place, options);
      isDone = true;
      return Promise.resolve(new Response('{"detail": "too much at once"}', {status: 503}));
    };"""


# Holds back answers to one path; `held` says how many were held, and `asked` counts all requests. `release(1)` lets the
# second go, `release()` all of them and those to come; both are done when the page has acted on what it got.
HOLD = """
    const real = window.fetch;
    const [path, skipped] = arguments;
    let waiting = [];
    window.held = 0;
    window.asked = 0;
    window.fetch = async (place, ...rest) => {
      const free = !String(place).includes(path) || window.asked++ < skipped;
      const answer = await real(place, ...rest);
      if (free || !waiting) return answer;
      window.held += 1;
      return new Promise((give) => waiting.push(() => new Promise((done) => {
        const json = answer.json.bind(answer);
        // A task of its own comes after all that the page does at once.
        answer.json = () => json().finally(() => setTimeout(done));
        give(answer);
      })));
    };
    window.release = (at) => {
      if (at !== undefined) return waiting.splice(at, 1)[0]();
      const all = waiting;
      waiting = null;
      return Promise.all(all.map((go) => go()));
    };"""


class Page:
    def __init__(self, service, more=(), preferences=None):
        options = webdriver.ChromeOptions()
        for option in (*OPTIONS, *more):
            options.add_argument(option)
        options.add_experimental_option("prefs", preferences or {})
        options.binary_location = "/usr/bin/chromium"
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.service = service
        self.frame = None
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
        self.set(1280, 800, "light")

    def close(self):
        self.driver.quit()

    def set(self, width, height, scheme):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": False})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [
            {"name": "prefers-color-scheme", "value": scheme}, {"name": "prefers-reduced-motion", "value": "reduce"}]})

    # What an agent does

    def open(self, path="/console"):
        """Loads a page in a browser that knows nobody."""
        self.driver.get("about:blank")
        self.driver.execute_cdp_cmd("Storage.clearDataForOrigin", {"origin": self.service.url, "storageTypes": "all"})
        self.driver.get(self.service.url + path)

    def sign_in(self, key=None, path="/console"):
        self.open(path)
        self.type_key(key)
        self.wait("header.top")

    def type_key(self, key=None):
        self.wait("#key").send_keys(key or self.service.key, Keys.ENTER)

    def start_at(self, site):
        """Opens a desk as wide as a sidebar in a browser that knows nobody, and goes into its frame."""
        self.set(700, 800, "light")
        self.open()
        self.complaints()
        self.enter(site)

    def enter(self, site, frame="panel"):
        """Opens a desk and goes into its frame."""
        self.driver.get(site + "/")
        self.frame = frame
        self.driver.switch_to.frame(frame)

    def outside(self, script, *values):
        """Runs a script in the desk around the frame."""
        self.driver.switch_to.default_content()
        try:
            return self.run(script, *values)
        finally:
            self.driver.switch_to.frame(self.frame)

    def go(self, place):
        self.run("location.hash = arguments[0]", place)

    def press(self, *keys):
        self.driver.switch_to.active_element.send_keys(*keys)

    def search(self, words):
        field = self.wait("#search")
        field.clear()
        field.send_keys(words)

    def show(self, reference):
        """Opens a customer and waits until the stream has shown them."""
        profile = self.service.profile(reference)["id"]
        self.go("#/")
        self.wait(".home")
        self.go(f"#/customer/{profile}")
        self.wait(".customer .first")
        self.wait('.connection[data-state="live"]')
        return profile

    def hold(self, path, skipped=0):
        """Holds back answers to a path, after the first few."""
        self.run(HOLD, path, skipped)

    def wait_held(self, count=1):
        until(lambda: self.run("return window.held") == count, f"{count} answers that are held back")

    def release(self, at=None):
        """Lets the answer `at` a place go, or all, and waits until the page has acted on it."""
        self.run("return window.release(arguments[0] ?? undefined)", at)

    # What is seen and heard

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def shown(self, selector):
        """The first element that can be seen; None while there is none, or while the page draws it again."""
        try:
            return next((one for one in self.all(selector) if one.is_displayed()), None)
        except StaleElementReferenceException:
            return None

    def saying(self, selector, words):
        """The first element with these words; None while there is none, or while the page draws it again."""
        try:
            return next((one for one in self.all(selector) if words in one.text), None)
        except StaleElementReferenceException:
            return None

    def wait(self, selector):
        return until(lambda: self.shown(selector), selector)

    def wait_gone(self, selector):
        until(lambda: self.run(
            "return ![...document.querySelectorAll(arguments[0])].some((one) => one.checkVisibility())", selector),
            f"no {selector}")

    def texts(self, selector):
        """Of each element, read in one step: the page may draw them again in between."""
        return self.run("return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText)", selector)

    def text(self, selector):
        try:
            return " ".join(one.text for one in self.all(selector))
        except StaleElementReferenceException:
            return ""

    def wait_text(self, selector, words):
        until(lambda: words in self.text(selector), f"“{words}” in {selector}")

    def wait_heard(self, words):
        """Until screen readers were given the words."""
        said = lambda: self.run("return document.getElementById('announcer').textContent")
        until(lambda: words in said(), f"“{words}” to be announced")

    def run(self, script, *values):
        return self.driver.execute_script(script, *values)

    @contextlib.contextmanager
    def at_load(self, script):
        """Runs a script before those of each page that is loaded meanwhile."""
        added = self.driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
        try:
            yield
        finally:
            self.driver.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", added)

    def sessions(self):
        """The cookies of sessions that the browser keeps."""
        kept = self.driver.execute_cdp_cmd("Storage.getCookies", {})["cookies"]
        return [cookie for cookie in kept if cookie["name"].endswith("clientele_session")]

    # What holds of every page

    def flaws(self):
        """What axe finds, in short."""
        self.run(AXE)
        found = self.run("return axe.run()")
        return [
            f"{flaw['id']}: {flaw['help']} ({node['html'][:160]}) {node['failureSummary'][:200]}"
            for flaw in found["violations"] for node in flaw["nodes"]]

    def complaints(self):
        """Errors in the browser's console since they were asked for."""
        return [entry["message"] for entry in self.driver.get_log("browser") if entry["level"] == "SEVERE"]

    def overflow(self):
        """By how many pixels the page is wider than the window."""
        return self.run("return document.documentElement.scrollWidth - innerWidth")
