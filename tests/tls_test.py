"""The service under TLS: 1.3 and nothing older, a certificate of its own, its exchange without a restart,
nothing in plain text for others to read; and the scan: no path of the table is open, nor any scanners try."""
import hashlib
import http.client
import json
import os
import signal
import socket
import ssl
import stat
import subprocess
import time
import unittest

from anlan_server import PASSWORD, PROGRAM, Server

HEADERS = {
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# What scanners ask for: consoles, files, traces, other products' doors.
COMMON = [
    "/admin", "/admin/", "/administrator", "/manage", "/management", "/actuator", "/actuator/env",
    "/console", "/debug", "/debug/pprof/", "/env", "/.env", "/.git/config", "/config", "/config.json",
    "/server-status", "/status", "/phpmyadmin/", "/wp-admin/", "/wp-login.php", "/login", "/api",
    "/api/v1/users", "/v1", "/v1/admin", "/v1/users", "/v1/keys", "/v1/backup", "/backup",
    "/backup.zip", "/log.db", "/data/log.db", "/identity.db", "/master.key", "/keys", "/tls/self.key",
    "/swagger", "/swagger.json", "/swagger-ui/", "/graphql", "/metrics/", "/v1/metrics", "/trace",
    "/dump", "/heapdump", "/shutdown", "/restart", "/../etc/passwd", "/%2e%2e/etc/passwd",
    "/board/../../etc/passwd", "/v1/../metrics", "//metrics"
]
OPEN = {("GET", "/healthz"), ("GET", "/readyz"), ("POST", "/v1/session"), ("POST", "/v1/session/challenge"),
        ("GET", "/v1/session/ways"), ("GET", "/v1/session/sign_on"), ("GET", "/v1/session/sign_on/return"),
        # By the link that somebody was given (docs/receipt.md).
        ("GET", "/r/link"), ("GET", "/r/link/data"), ("POST", "/r/link/information"),
        ("POST", "/r/link/not_solved"), ("POST", "/r/link/rating"), ("POST", "/r/link/quiet")}
HARMLESS = (400, 401, 403, 404, 405)


def context_of(server, version=None):
    context = ssl.create_default_context(cafile=server.data / "tls" / "self.crt")
    if version:
        context.minimum_version = context.maximum_version = version
    return context


def ask(server, method, path, headers=None, body=None):
    connection = http.client.HTTPSConnection("localhost", server.port, context=context_of(server), timeout=30)
    connection.request(method, path, body=body, headers=headers or {})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer, text


def shown(server):
    """SHA-256 of the certificate that a new connection gets."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as raw:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with context.wrap_socket(raw) as secured:
            return hashlib.sha256(secured.getpeercert(binary_form=True)).hexdigest()


def run_program(*arguments):
    return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60)


def until(fact):
    end = time.monotonic() + 60
    while not fact():
        if time.monotonic() > end:
            raise AssertionError("did not come about")


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server(options=["--tls", "self", "--name", "anlan.example"])
        cls.server.__enter__()

    @classmethod
    def tearDownClass(cls):
        cls.server.__exit__()

    def test_only_tls_1_3_is_spoken(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as raw:
            with context_of(self.server).wrap_socket(raw, server_hostname="localhost") as secured:
                self.assertEqual(secured.version(), "TLSv1.3")
        for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1, ssl.TLSVersion.TLSv1_2):
            context = context_of(self.server, version)
            context.set_ciphers("ALL:@SECLEVEL=0")
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as raw:
                with self.assertRaises((ssl.SSLError, ConnectionError), msg=version):
                    context.wrap_socket(raw, server_hostname="localhost")

    def test_plain_text_gets_no_answer(self):
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as raw:
            raw.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            said = raw.recv(4096)
        self.assertNotIn(b"HTTP/", said)

    def test_the_key_is_its_owners_and_the_names_are_the_machines(self):
        key = self.server.data / "tls" / "self.key"
        self.assertEqual(stat.S_IMODE(key.stat().st_mode), 0o600)
        for name in ("localhost", "127.0.0.1", "anlan.example", socket.gethostname()):
            with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as raw:
                context_of(self.server).wrap_socket(raw, server_hostname=name).close()
        with socket.create_connection(("127.0.0.1", self.server.port), timeout=30) as raw:
            with self.assertRaises(ssl.SSLCertVerificationError):
                context_of(self.server).wrap_socket(raw, server_hostname="other.example")
        said = (self.server.data / "stderr.txt").read_text()
        shown_in_words = ":".join(shown(self.server)[i:i + 2] for i in range(0, 64, 2)).upper()
        self.assertIn(shown_in_words, said)

    def test_a_browser_is_told_to_stay_with_tls_and_its_cookie_never_leaves_it(self):
        answer, _ = ask(self.server, "GET", "/")
        self.assertIn("max-age=31536000", answer.getheader("Strict-Transport-Security"))
        body = '{"login":"taker","password":"%s"}' % PASSWORD
        answer, _ = ask(self.server, "POST", "/v1/session",
                        {"Content-Type": "application/json", "Anlan-Client": "test"}, body)
        self.assertEqual(answer.status, 201)
        cookie = answer.getheader("Set-Cookie")
        for part in ("Secure", "HttpOnly", "SameSite=Strict"):
            self.assertIn(part, cookie)

    def test_nothing_is_open_and_every_answer_has_its_headers(self):
        _, text = ask(self.server, "GET", "/healthz")
        paths = {("GET", path) for path in COMMON} | {("GET", "/"), ("GET", "/board/main.js")}
        _, signed_in = ask(self.server, "POST", "/v1/session", {"Content-Type": "application/json"},
                           json.dumps({"login": "taker", "password": PASSWORD, "bearer": True}))
        token = json.loads(signed_in)["token"]
        _, described = ask(self.server, "GET", "/openapi.json", {"Authorization": "Bearer " + token})
        for path, methods in json.loads(described)["paths"].items():
            for method in methods:
                paths.add((method.upper(), path.replace("{", "").replace("}", "")))
        self.assertGreater(len(paths), 150)
        for method, path in sorted(paths):
            answer, text = ask(self.server, method, path)
            with self.subTest(method=method, path=path, status=answer.status):
                for name, value in HEADERS.items():
                    self.assertIn(value, answer.getheader(name, ""))
                if (method, path) in OPEN or path in ("/", "/board/main.js"):
                    continue
                self.assertIn(answer.status, HARMLESS)
                if path.startswith("/v1/") and (method, path) not in {("GET", p) for p in COMMON}:
                    self.assertEqual(answer.status, 401)
                self.assertNotIn(b"sqlite", text.lower())

    def test_a_certificate_is_exchanged_without_a_restart(self):
        before = shown(self.server)
        for name in ("self.crt", "self.key"):
            (self.server.data / "tls" / name).unlink()
        self.server.process.send_signal(signal.SIGHUP)
        until(lambda: shown(self.server) != before)
        self.assertEqual(stat.S_IMODE((self.server.data / "tls" / "self.key").stat().st_mode), 0o600)

    def test_a_certificate_that_does_not_fit_is_not_taken(self):
        with Server(fill=False, options=["--tls", "self"]) as own:
            tls = own.data / "tls"
            own.process.kill()
            own.process.wait()
            bad = ["--data", own.data, "--port", "0", "--tls-cert", tls / "self.crt", "--tls-key"]
            done = run_program("serve", *bad, "/dev/null")
            self.assertEqual(done.returncode, 2)
            self.assertIn("http.private_key", done.stderr)
            make = ["openssl", "ecparam", "-genkey", "-name", "prime256v1", "-out", tls / "other.key"]
            subprocess.run(make, check=True, capture_output=True)
            done = run_program("serve", *bad, tls / "other.key")
            self.assertEqual(done.returncode, 2)
            self.assertIn("http.private_key", done.stderr)

    def test_the_command_line_signs_in_over_tls_and_trusts_only_what_it_is_told(self):
        home = self.server.data / "home"
        home.mkdir(exist_ok=True)
        (home / "password").write_text(PASSWORD + "\n")
        environment = {**os.environ, "XDG_CONFIG_HOME": str(home)}

        def run(*arguments):
            return subprocess.run([PROGRAM, *map(str, arguments)], capture_output=True, text=True, timeout=60,
                                  env=environment)

        url = f"https://localhost:{self.server.port}"
        common = ["sign-in", "taker", "--server", url, "--password-file", home / "password"]
        refused = run(*common)
        self.assertEqual(refused.returncode, 2)
        self.assertIn("not trusted", refused.stderr)
        done = run(*common, "--trust", self.server.data / "tls" / "self.crt")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = run("get", "/v1/session")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn('"login":"taker"', done.stdout)


class PlainText(unittest.TestCase):
    def test_it_does_not_leave_the_machine_unless_somebody_says_so(self):
        with Server(fill=False) as own:
            own.process.kill()
            own.process.wait()
            arguments = ["serve", "--data", own.data, "--port", "0", "--address", "0.0.0.0"]
            done = run_program(*arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn("--plain-text", done.stderr)
            own.options = ["--address", "0.0.0.0", "--plain-text"]
            own.start()
            own.options = []


if __name__ == "__main__":
    unittest.main()
