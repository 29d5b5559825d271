#!/usr/bin/env python3
# requires: dkimpy==1.1.8 pynacl==1.6.2 dnspython==2.9.2
"""Holds the signatures of letters against dkimpy (RFC 6376, and RFC 8463 for Ed25519).

  letters.py [--data DIR] [--letters N] [--broken]

The product is started with an RSA and an Ed25519 key and with a mail server here; people of many names are invited, and each
letter that arrives must be accepted under both keys by what `frontdesk mail dns` says for them. Each must be refused when a
byte of its body or subject is changed, a second From is put in front, or DNS has another key. --broken: a byte of each letter
is changed on the way; the judge must then fail.
"""
import argparse
import json
import os
import pathlib
import re
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

import dkim

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = pathlib.Path(os.environ.get("FRONTDESK_BUILD", ROOT / "build" / "product"))
NAMES = ["Ana", "Bär, \"der Große\"", "Ñandú Ø", "陳 大文", "O'Neil", "=?x?=", "a" * 78, "Zoë  mit   Blanks"]


class Mailbox(socketserver.ThreadingTCPServer):
    """Takes every letter, as RFC 5321 has it, and keeps what came."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Visit)
        self.letters = []
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Visit(socketserver.StreamRequestHandler):
    def handle(self):
        self.say(b"220 judge")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.say(b"354 go on")
                self.server.letters.append(b"".join(iter(self.text_line, None)))
            if verb == b"QUIT":
                return self.say(b"221 bye")
            self.say(b"250 judge" if verb != b"DATA" else b"250 taken")

    def text_line(self):
        line = self.rfile.readline()
        return None if line in (b".\r\n", b"") else line[1:] if line.startswith(b".") else line

    def say(self, line):
        self.wfile.write(line + b"\r\n")


def post(address, path, body, token=None):
    request = urllib.request.Request(address + path, method="POST", data=json.dumps(body).encode())
    request.add_header("content-type", "application/json")
    if token:
        request.add_header("authorization", f"Bearer {token}")
    with urllib.request.urlopen(request, timeout=20) as answer:
        return json.loads(answer.read() or b"null")


def make_keys(folder):
    """{name in DNS: record}, the lines of the options."""
    records, options = {}, ""
    for selector, words in (("r1", ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"]), ("e1", ["ED25519"])):
        path = f"{folder}/{selector}.pem"
        subprocess.run(["openssl", "genpkey", "-algorithm", *words, "-out", path], check=True, stderr=subprocess.DEVNULL)
        record = subprocess.run([BUILD / "frontdesk", "mail", "dns", path], check=True, stdout=subprocess.PIPE).stdout.strip()
        records[f"{selector}._domainkey.house.example.".encode()] = record
        options += f"    - {{selector: {selector}, key_file: {path}}}\n"
    return records, options


def accepted(letter, records):
    """Whether each signature is good."""
    count = len(re.findall(rb"^DKIM-Signature:", letter, re.MULTILINE))
    checks = []
    for index in range(count):
        try:
            checks.append(dkim.DKIM(letter, timeout=1).verify(idx=index, dnsfunc=lambda name, timeout=1: records.get(name)))
        except (dkim.DKIMException, ValueError):
            checks.append(False)
    return checks


def faults_in(letter, records):
    faults = []
    if accepted(letter, records) != [True, True]:
        faults.append(f"a letter is not accepted: {accepted(letter, records)}")
    head, body = letter.split(b"\r\n\r\n", 1)
    changed = {
        "another body": head + b"\r\n\r\n" + bytes([body[0] ^ 1]) + body[1:],
        "another subject": letter.replace(b"\r\nSubject: ", b"\r\nSubject: Re "),
        "a second From": b"From: eve@evil.example\r\n" + letter,
    }
    for what, one in changed.items():
        if any(accepted(one, records)):
            faults.append(f"a letter with {what} is accepted")
    names = list(records)
    swapped = {names[0]: records[names[1]], names[1]: records[names[0]]}
    if any(accepted(letter, swapped)):
        faults.append("a letter is accepted under another key")
    return faults


def send_letters(folder, options, mailbox, count):
    config = pathlib.Path(folder, "frontdesk.yaml")
    config.write_text(f"mail:\n  server: smtp://127.0.0.1:{mailbox.server_address[1]}\n  from: desk@house.example\n"
                      f"  name: \"Die Gäste & Co\"\n  tls: false\n  dkim:\n{options}")
    product = subprocess.Popen([BUILD / "frontdesk", "serve", "--config", config, "--port", "0", "--data", folder + "/var"],
                               cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        lines = product.stdout.readline() + product.stdout.readline()
        address = re.search(r"http://\S+?(?=/ )", lines).group()
        token = re.search(r"welcome/(\S+)", lines).group(1)
        ada = post(address, "/v1/links/accept", {"token": token, "email": "ada@house.example", "name": "Ada", "password": "a lamp in the window"})["token"]
        for number in range(count):
            post(address, "/v1/people", {"email": f"p{number}@lume.example", "name": NAMES[number % len(NAMES)], "roles": [{"role": "seller"}]}, ada)
        deadline = time.monotonic() + 60
        while len(mailbox.letters) < count and time.monotonic() < deadline:
            time.sleep(0.1)
    finally:
        product.kill()
        product.wait()


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--data")
    options.add_argument("--letters", type=int, default=24)
    options.add_argument("--broken", action="store_true")
    given = options.parse_args()
    mailbox = Mailbox()
    with tempfile.TemporaryDirectory() as folder:
        records, keys = make_keys(folder)
        send_letters(folder, keys, mailbox, given.letters)
    faults = []
    for letter in mailbox.letters:
        faults += faults_in(letter[:-3] + bytes([letter[-3] ^ 1]) + letter[-2:] if given.broken else letter, records)
    for fault in faults[:20]:
        print(fault)
    print(f"letters: {len(mailbox.letters)}/{given.letters} letters, {len(faults)} faults (bar: all, 0)")
    return 0 if len(mailbox.letters) == given.letters and not faults else 1


if __name__ == "__main__":
    sys.exit(main())
