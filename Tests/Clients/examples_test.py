"""The examples of clients against the real program: each makes the five calls, and meets a problem."""

import importlib.util
import json
import os
import subprocess
import unittest

from service import Service

FOLDER = os.path.abspath("examples/clients")
ADA = "email:ada.lindqvist@example.com"
# Characters that mean something in addresses.
STRANGE = "a/b?c#d&e %20+ü"

PHP = """
require $argv[1];
$shop = new Clientele(getenv('CLIENTELE_URL'), getenv('CLIENTELE_KEY'));
[$id, $ada, $nobody] = array_slice($argv, 2);
try {
    $shop->put('crm', 'customers', 'bad', ['birthday' => []] + ['updated_at' => 'never']);
    $problem = null;
} catch (ClienteleProblem $thrown) {
    $problem = [$thrown->kind, $thrown->getCode(), $thrown->errors[0]['pointer']];
}
echo json_encode([
    'put' => $shop->put('crm', 'customers', $id, ['given_name' => 'Zoë']), 'profile' => $shop->profile("crm:$id"),
    'nobody' => $shop->profile($nobody), 'vip' => $shop->vip($ada), 'search' => $shop->search('lindqvist'),
    'timeline' => iterator_to_array($shop->timeline($ada), false), 'problem' => $problem]);
"""

JAVASCRIPT = """
const [file, id, ada, nobody] = process.argv.slice(1);
const { Clientele } = await import(file);
const shop = new Clientele(process.env.CLIENTELE_URL, process.env.CLIENTELE_KEY);
const problem = await shop.put("crm", "customers", "bad", { updated_at: "never" })
  .then(() => null, ({ kind, status, errors }) => [kind, status, errors[0].pointer]);
const timeline = [];
for await (const item of shop.timeline(ada)) timeline.push(item);
console.log(JSON.stringify({
  put: await shop.put("crm", "customers", id, { given_name: "Zoë" }), profile: await shop.profile(`crm:${id}`),
  nobody: await shop.profile(nobody), vip: await shop.vip(ada), search: await shop.search("lindqvist"), timeline, problem,
}));
"""


class Examples(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.service = Service(people=10)
        cls.addClassCleanup(cls.service.close)
        cls.environment = {**os.environ, "CLIENTELE_URL": cls.service.url, "CLIENTELE_KEY": cls.service.key}
        cls.past = cls.service.ask("GET", f"/v1/profiles/{ADA}/timeline?limit=100")["items"]
        # More than a page holds.
        for number in range(150):
            cls.service.put("interactions", "desk", f"n{number}", {
                "customer": {"email": "ada.lindqvist@example.com"}, "occurred_at": "2026-01-02T10:00:00Z",
                "channel": "chat"})

    def run_program(self, *command):
        run = subprocess.run(command, env=self.environment, text=True, capture_output=True, timeout=60)
        self.assertEqual(run.returncode, 0, run.stderr)
        return json.loads(run.stdout)

    def check(self, answers, name):
        self.assertEqual(answers["put"]["status"], "accepted")
        self.assertEqual(answers["profile"]["person"]["given_name"], "Zoë")
        self.assertEqual(answers["profile"]["id"], answers["put"]["profile_id"])
        self.assertIn(f"{name}{STRANGE}", json.dumps(answers["profile"]["identifiers"], ensure_ascii=False))
        self.assertIsNone(answers["nobody"])
        self.assertEqual((answers["vip"]["found"], answers["vip"]["tier"]), (True, "gold"))
        self.assertEqual([one["name"] for one in answers["search"]], ["Ada Lindqvist"])
        self.assertEqual(len(answers["timeline"]), len(self.past) + 150)
        self.assertEqual(answers["problem"], ["/problems/invalid-record", 422, "/updated_at"])

    def test_python(self):
        spec = importlib.util.spec_from_file_location("clientele_example", os.path.join(FOLDER, "clientele.py"))
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        shop = module.Clientele(self.service.url, self.service.key)
        with self.assertRaises(module.Problem) as raised:
            shop.put("crm", "customers", "bad", {"updated_at": "never"})
        problem = raised.exception
        self.check({
            "put": shop.put("crm", "customers", "py" + STRANGE, {"given_name": "Zoë"}),
            "profile": shop.profile("crm:py" + STRANGE), "nobody": shop.profile("email:nobody@example.com"),
            "vip": shop.vip(ADA), "search": shop.search("lindqvist"), "timeline": list(shop.timeline(ADA)),
            "problem": [problem.kind, problem.status, problem.errors[0]["pointer"]]}, "py")

    def test_php(self):
        self.check(self.run_program(
            "php", "-r", PHP, "--", os.path.join(FOLDER, "Clientele.php"), "php" + STRANGE, ADA,
            "email:nobody@example.com"), "php")

    def test_javascript(self):
        self.check(self.run_program(
            "node", "--input-type=module", "--eval", JAVASCRIPT, os.path.join(FOLDER, "clientele.mjs"), "js" + STRANGE, ADA,
            "email:nobody@example.com"), "js")

    def test_curl(self):
        script = os.path.join(FOLDER, "clientele.sh")
        call = lambda *arguments: self.run_program(script, *arguments)
        put = call("put", "crm", "customers", "sh" + STRANGE, '{"given_name": "Zoë"}')
        self.assertEqual(call("profile", "crm:sh" + STRANGE)["id"], put["profile_id"])
        self.assertEqual(call("vip", ADA)["tier"], "gold")
        self.assertEqual(call("search", 'lindqvist "')["results"][0]["name"], "Ada Lindqvist")
        self.assertEqual(len(call("timeline", ADA)["items"]), 20)
        failed = subprocess.run(
            [script, "put", "crm", "customers", "bad", '{"updated_at": "never"}'], env=self.environment, text=True,
            capture_output=True)
        self.assertNotEqual(failed.returncode, 0)
        self.assertEqual(json.loads(failed.stdout)["status"], 422)


if __name__ == "__main__":
    unittest.main()
