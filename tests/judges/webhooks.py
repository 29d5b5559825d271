#!/usr/bin/env python3
# requires: standardwebhooks==1.1.0
"""Holds what webhooks send against the reference library of Standard Webhooks, in kills and refusals.

  webhooks.py [--data DIR] [--events N] [--kills N] [--broken]

The product is started with a webhook to a receiver here, which refuses a third of what comes. Events are asked for, the
product is killed in between. Each event must arrive, each arrival must be accepted by the library under the secret that the
API shows (the old one as well behind a rotation), and what arrives again must be the same under the same webhook-id.
--broken: one byte of each body is changed on the way; the judge must then fail.
"""
import argparse
import http.server
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from standardwebhooks import Webhook, WebhookVerificationError

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("FRONTDESK_BUILD", ROOT / "build" / "product"))


class Receiver:
    """Keeps (headers, body) of what it accepts; refuses a third, and keeps that apart."""

    def __init__(self, dice, broken):
        self.taken, self.refused, self.dice, self.lock = [], [], dice, threading.Lock()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                if broken:
                    body = body[:-1] + bytes([body[-1] ^ 1])
                with receiver.lock:
                    refuses = receiver.dice.random() < 1 / 3
                    (receiver.refused if refuses else receiver.taken).append((dict(self.headers.items()), body))
                self.send_response(503 if refuses else 204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def arrived(self):
        with self.lock:
            return {header["webhook-id"] for header, _ in self.taken}


class Product:
    def __init__(self, folder, port):
        self.folder, self.private = folder, f"bistro=127.0.0.1:{port}"
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [BUILD / "frontdesk", "serve", "--port", "0", "--data", self.folder, "--private-host", self.private,
             "--tenant-file", ROOT / "examples/bistro/bistro.yaml", "--log", self.folder + "/log"],
            cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.address = re.search(r"http://\S+?(?=/ )", self.process.stdout.readline()).group()
        key = pathlib.Path(self.folder, "operator.key").read_text().strip()
        self.token = self.post("/v1/sessions", {"tenant": "bistro", "name": "judge"}, key)["token"]

    def post(self, path, body=None, token=None):
        request = urllib.request.Request(self.address + path, method="POST", data=json.dumps(body).encode() if body is not None else b"")
        request.add_header("authorization", f"Bearer {token or self.token}")
        if body is not None:
            request.add_header("content-type", "application/json")
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    def kill(self):
        self.process.kill()
        self.process.wait()


def accepts(secret, headers, body):
    try:
        Webhook(secret).verify(body, headers)
        return True
    except WebhookVerificationError:
        return False


def faults_in(arrivals, secrets_at):
    """What the library, or sense, says against what arrived."""
    faults, bodies = [], {}
    other = "whsec_" + "A" * 43 + "="
    for headers, body in arrivals:
        name = headers["webhook-id"]
        good = [accepts(secret, headers, body) for secret in secrets_at(headers)]
        if not all(good):
            faults.append(f"{name} is not accepted under each secret that is good: {good}")
        if accepts(other, headers, body) or accepts(secrets_at(headers)[0], headers, body + b" "):
            faults.append(f"{name} is accepted under another secret, or with another body")
        if bodies.setdefault(name, body) != body:
            faults.append(f"{name} came with two bodies")
    return faults


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data")
    options.add_argument("--events", type=int, default=60)
    options.add_argument("--kills", type=int, default=5)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--broken", action="store_true")
    given = options.parse_args()
    dice = random.Random(given.seed)
    receiver = Receiver(dice, given.broken)
    with tempfile.TemporaryDirectory() as folder:
        product = Product(folder, receiver.port)
        try:
            hook = product.post("/v1/webhooks", {"url": f"http://127.0.0.1:{receiver.port}/hook"})["id"]
            first = product.post(f"/v1/webhooks/{hook}/secret")["secret"]
            kills = set(dice.sample(range(given.events), given.kills))
            for number in range(given.events):
                if number == given.events // 2:
                    rotated = time.time()
                    product.post(f"/v1/webhooks/{hook}/rotate")
                product.post(f"/v1/webhooks/{hook}/test")
                if number in kills:
                    product.kill()
                    product.start()
            secrets = product.post(f"/v1/webhooks/{hook}/secret")
            deadline = time.monotonic() + 120
            while len(receiver.arrived()) < given.events and time.monotonic() < deadline:
                time.sleep(0.2)
        finally:
            product.kill()
        log = pathlib.Path(folder, "log").read_text()
    now = [secrets["secret"], secrets["old_secret"]]
    arrivals = receiver.taken + receiver.refused
    # Within the second of the rotation both are signed with, or only the first one: that one is good either way.
    faults = faults_in(arrivals, lambda headers: now if int(headers["webhook-timestamp"]) > rotated else [first])
    if now[1] != first:
        faults.append("the old secret is another than it was")
    faults += ["a secret stands in the log"] * sum(secret in log for secret in now)
    for fault in faults[:20]:
        print(fault)
    arrived = len(receiver.arrived())
    print(f"{len(arrivals)} arrivals of {arrived} messages, {len(receiver.refused)} refused, {given.kills} kills")
    print(f"webhooks: {arrived}/{given.events} arrived, {len(faults)} faults (bar: all, 0)")
    return 0 if arrived == given.events and not faults else 1


if __name__ == "__main__":
    sys.exit(main())
