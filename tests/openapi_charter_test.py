"""The interface that the running program describes keeps the charter too (/openapi.json)."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

ROOT = pathlib.Path(os.environ.get("ANLAN_SOURCE_DIR", pathlib.Path(__file__).resolve().parent.parent))
BINARY = pathlib.Path(os.environ.get("ANLAN_BINARY", ROOT / "build" / "release" / "anlan"))
PASSWORD = "correct horse battery staple 7"


class Service:
    """`anlan serve` on a free port over an empty log, with one account that may read everything."""

    def __enter__(self):
        self.folder = tempfile.TemporaryDirectory(prefix="anlan-openapi-")
        self.data = pathlib.Path(self.folder.name) / "data"
        secret = pathlib.Path(self.folder.name) / "password"
        secret.write_text(PASSWORD + "\n", "utf-8")
        self.anlan("account", "create", "inspector", "--data", self.data, "--password-file", secret)
        self.anlan("account", "grant", "inspector", "--data", self.data, "--role", "supervisor")
        self.process = subprocess.Popen([BINARY, "serve", "--data", self.data, "--port", "0"], cwd=ROOT,
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        self.address = line.split()[-1] if line else ""
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=60)
        self.process.stdout.close()
        self.folder.cleanup()

    @staticmethod
    def anlan(*arguments):
        subprocess.run([str(BINARY), *(str(argument) for argument in arguments)], check=True, cwd=ROOT,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def ask(self, path, body=None, token=None):
        """(status, body) of one request; a body makes it a POST."""
        request = urllib.request.Request(self.address + path, method="POST" if body else "GET",
                                         data=json.dumps(body).encode() if body else None)
        request.add_header("Content-Type", "application/json")
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.read().decode("utf-8")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")


class OpenApi(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if not BINARY.exists():
            raise unittest.SkipTest("anlan is not built")

    def test_the_described_interface_keeps_the_charter(self):
        with Service() as service, tempfile.TemporaryDirectory() as folder:
            self.assertEqual(service.ask("/openapi.json")[0], 401)
            status, body = service.ask("/v1/session",
                                       {"login": "inspector", "password": PASSWORD, "bearer": True})
            self.assertEqual(status, 201, body)
            status, document = service.ask("/openapi.json", token=json.loads(body)["token"])
            self.assertEqual(status, 200, document)
            path = pathlib.Path(folder) / "openapi.json"
            path.write_text(document, "utf-8")
            self.assertGreater(len(json.loads(document)["paths"]), 20)
            check = subprocess.run([sys.executable, ROOT / "tools" / "check_charter.py", "--openapi", path],
                                   capture_output=True, text=True, check=False)
            self.assertEqual(check.returncode, 0, check.stdout + check.stderr)


if __name__ == "__main__":
    unittest.main()
