#!/usr/bin/env python3
"""The loyalty cards of Trattoria Lume: two tools for its bot, in Python's standard library alone.

    loyalty_points {phone}            how many points a guest has        (read)
    redeem_points  {phone, points}    turns points into a voucher        (idempotent_write)

Start it with:  python3 examples/tools/loyalty.py --port 8090 --data loyalty.db
The contract that it keeps is docs/guides/write-a-tool.md.
"""

import argparse
import hmac
import json
import os
import sqlite3
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BODY_MAX = 64 * 1024
POINTS_A_EURO = 20


class Problem(Exception):
    """A refusal. `slug` is for programs and never changes; `detail` is a sentence that a guest may hear."""

    def __init__(self, status, slug, detail):
        super().__init__(detail)
        self.status, self.slug, self.detail = status, slug, detail

    def document(self):
        return {"type": f"/problems/{self.slug}", "title": self.slug.replace("-", " ").capitalize(),
                "status": self.status, "detail": self.detail}


# ---- what the tools do: arguments in, answer out, inside one transaction ----

def loyalty_points(cards, arguments):
    phone = text_of(arguments, "phone")
    return {"phone": phone, "points": points_of(cards, phone)}


def redeem_points(cards, arguments):
    phone, points = text_of(arguments, "phone"), arguments.get("points")
    if type(points) is not int or points < POINTS_A_EURO or points % POINTS_A_EURO:
        raise Problem(400, "arguments", f"Points are redeemed in steps of {POINTS_A_EURO}.")
    has = points_of(cards, phone)
    if points > has:
        raise Problem(409, "not-enough-points", f"There are {has} points on this card.")
    cards.execute("UPDATE cards SET points = points - ? WHERE phone = ?", (points, phone))
    number = cards.execute("INSERT INTO vouchers (phone, euros) VALUES (?, ?)", (phone, points // POINTS_A_EURO)).lastrowid
    return {"phone": phone, "points": has - points, "voucher": f"LUME-V{number:03}", "euros": points // POINTS_A_EURO}


READS = {"loyalty_points": loyalty_points}
WRITES = {"redeem_points": redeem_points}


def text_of(arguments, name):
    value = arguments.get(name)
    if not isinstance(value, str) or not value.strip():
        raise Problem(400, "arguments", f"'{name}' must be a text.")
    return value.strip()


def points_of(cards, phone):
    row = cards.execute("SELECT points FROM cards WHERE phone = ?", (phone,)).fetchone()
    if not row:
        raise Problem(404, "unknown-guest", f"There is no card for {phone}.")
    return row[0]


# ---- the contract around them ----

def call(path, name, arguments, key):
    """Runs a tool in a transaction of its own and returns its answer."""
    # isolation_level=None: we say ourselves where a transaction begins and ends.
    cards = sqlite3.connect(path, timeout=5, isolation_level=None)
    cards.execute("PRAGMA synchronous = FULL")
    try:
        if name in READS:
            return READS[name](cards, arguments)
        if name not in WRITES:
            raise Problem(404, "unknown-tool", f"There is no tool {name}.")
        return write_once(cards, name, arguments, key)
    finally:
        cards.close()


def write_once(cards, name, arguments, key):
    """The effect, the key and the answer are committed together: after a crash there are all three or none."""
    asked = json.dumps([name, arguments], sort_keys=True)
    cards.execute("BEGIN IMMEDIATE")
    try:
        before = cards.execute("SELECT asked, answer FROM answers WHERE key = ?", (key,)).fetchone() if key else None
        if before and before[0] != asked:
            raise Problem(409, "key-reused", "This key was used for another call.")
        if before:
            answer = json.loads(before[1])
        else:
            answer = WRITES[name](cards, arguments)
            if key:
                cards.execute("INSERT INTO answers (key, asked, answer) VALUES (?, ?, ?)", (key, asked, json.dumps(answer)))
        cards.execute("COMMIT")
        return answer
    except BaseException:
        cards.execute("ROLLBACK")
        raise


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"  # keeps the connection, which spares each call a handshake
    timeout = 30

    def do_POST(self):
        try:
            # The body is read first, so that the connection is in order whatever the answer is.
            body = self.read_body()
            self.check_token()
            if not self.path.startswith("/tools/"):
                raise Problem(404, "not-found", f"There is nothing at {self.path}.")
            arguments = parse(body)
            self.answer(200, call(self.server.data, self.path.removeprefix("/tools/"), arguments,
                                  self.headers.get("Idempotency-Key", "")))
        except Problem as problem:
            self.answer(problem.status, problem.document(), "application/problem+json")
        except sqlite3.OperationalError:
            # Nothing was done, so frontdesk may try again: 503, not 500, says so.
            self.answer(503, Problem(503, "busy", "The cards are busy; try again.").document(), "application/problem+json")

    def check_token(self):
        token = os.environ.get("LOYALTY_TOKEN")
        given = self.headers.get("Authorization", "")
        if token and not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
            raise Problem(401, "bad-token", "The token is missing or wrong.")

    def read_body(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdecimal() or int(length) > BODY_MAX:
            self.close_connection = True
            raise Problem(413, "body", f"A body of at most {BODY_MAX} bytes is due.")
        return self.rfile.read(int(length))

    def answer(self, status, value, kind="application/json"):
        body = json.dumps(value, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format, *values):
        pass  # a phone number is nothing for a log


def parse(body):
    try:
        arguments = json.loads(body)
    except ValueError:
        raise Problem(400, "arguments", "The body is not JSON.") from None
    if not isinstance(arguments, dict):
        raise Problem(400, "arguments", "The body must be the object of the arguments.")
    return arguments


def open_cards(path):
    cards = sqlite3.connect(path)
    cards.executescript("""
        PRAGMA journal_mode = WAL;
        CREATE TABLE IF NOT EXISTS cards (phone TEXT PRIMARY KEY, points INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS vouchers (number INTEGER PRIMARY KEY, phone TEXT NOT NULL, euros INTEGER NOT NULL);
        CREATE TABLE IF NOT EXISTS answers (key TEXT PRIMARY KEY, asked TEXT NOT NULL, answer TEXT NOT NULL);
        INSERT OR IGNORE INTO cards VALUES ('+1 555 0147', 240), ('+1 555 0199', 60);
    """)
    cards.close()


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--port", type=int, default=8090)
    arguments.add_argument("--data", default="loyalty.db", help="the file of the database")
    options = arguments.parse_args()
    open_cards(options.data)
    server = ThreadingHTTPServer(("127.0.0.1", options.port), Handler)
    server.data = options.data
    print(f"loyalty at http://127.0.0.1:{server.server_port}", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
