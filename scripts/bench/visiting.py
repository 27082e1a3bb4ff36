"""The console in a headless Chromium that knows nobody and holds no file of it."""

import contextlib
import json

from processes import Broken
from table import Row
from trial import trial

OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
)
# A page that could not be less, measured in the same way: what the browser itself takes.
BARE = "data:text/html,<!doctype html><input id=key>"

# Notes when the first field is there, was drawn, and the page takes what a person does next.
WATCH = """
new MutationObserver((_, watch) => {
  if (!document.querySelector("#key")) return;
  watch.disconnect();
  requestAnimationFrame(() => setTimeout(() => { window.readyAt = performance.now(); }));
}).observe(document, { childList: true, subtree: true });
"""
# Pictures are left out: nothing waits for them.
FIGURES = """
const parts = [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")];
const needed = parts.filter((part) => !part.name.endsWith(".svg"));
return {
  ready: window.readyAt - Math.max(...needed.map((part) => part.responseEnd)),
  unpacked: parts.reduce((sum, part) => sum + part.decodedBodySize, 0),
};
"""


@trial(
    Row(
        "console-size",
        "the console's first load over the wire, heads included",
        "its files unpacked",
        "KB",
        at_most=70,
        absolute=True,
    ),
    Row(
        "console-ready",
        "from its last byte until one can type",
        "a page that is one field",
        "ms",
        at_most=200,
        absolute=True,
    ),
)
def console(scene, wanted):
    for _ in range(scene.rounds):
        with browser() as driver:
            # The first page of a browser takes longer, whatever it is.
            load(driver, BARE)
            _, bare = load(driver, BARE)
            carried, page = load(driver, f"{scene.server.url}/console")
        if "console-size" in wanted:
            yield "console-size", carried / 1024, page["unpacked"] / 1024
        if "console-ready" in wanted:
            yield "console-ready", page["ready"], bare["ready"]


@contextlib.contextmanager
def browser():
    # Only this row needs it, and --list does without it.
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    for option in OPTIONS:
        options.add_argument(option)
    options.binary_location = "/usr/bin/chromium"
    options.set_capability("goog:loggingPrefs", {"performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService("/usr/bin/chromedriver"))
    try:
        driver.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        yield driver
    finally:
        driver.quit()


def load(driver, url):
    """The bytes that came over the wire for a page, and what the page itself tells."""
    from selenium.webdriver.support.wait import WebDriverWait

    driver.get_log("performance")
    driver.get(url)
    WebDriverWait(driver, 30).until(lambda page: page.execute_script("return window.readyAt > 0"))
    return carried(driver.get_log("performance")), driver.execute_script(FIGURES)


def carried(log):
    events = [json.loads(entry["message"])["message"] for entry in log]
    if any(event["method"] == "Network.loadingFailed" for event in events):
        raise Broken("a part of the page did not load")
    ended = [event["params"] for event in events if event["method"] == "Network.loadingFinished"]
    return sum(params["encodedDataLength"] for params in ended)
