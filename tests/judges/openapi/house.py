"""A product of its own for each caller, on a folder that goes with it."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[3]
BUILD = pathlib.Path(os.environ.get("FRONTDESK_BUILD", ROOT / "build" / "product"))
TENANT = "bistro"
WEB_KEY = "pk_judge_demo"
# Nobody is held up by how much they ask, and addresses are those that the hooks make up.
OPTIONS = "rate_per_second: 0\naddress_rate_per_second: 0\ntrusted_proxies: [127.0.0.1]\n"


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Api:
    """The few calls by which callers are made and come back."""

    def __init__(self, address):
        self.address = address

    def call(self, method, path, token="", body=None):
        """(status, body), whatever the server answers."""
        request = urllib.request.Request(self.address + path, method=method)
        if token:
            request.add_header("authorization", f"Bearer {token}")
        if body is not None:
            request.add_header("content-type", "application/json")
            request.data = json.dumps(body).encode()
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                text, status = answer.read(), answer.status
        except urllib.error.HTTPError as refusal:
            text, status = refusal.read(), refusal.code
        return status, json.loads(text or b"null")

    def made(self, path, token, body):
        status, answer = self.call("POST", path, token, body)
        if status != 201:
            raise RuntimeError(f"POST {path}: {status} {answer}")
        return answer


class House:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="judge-openapi-"))
        self.address = f"http://127.0.0.1:{free_port()}"

    def __enter__(self):
        options = self.folder / "options.yaml"
        options.write_text(OPTIONS)
        command = [BUILD / "frontdesk", "serve", "--config", options, "--port", self.address.rsplit(":", 1)[1],
                   "--data", self.folder / "data", "--log", self.folder / "log", "--web-key", f"{TENANT}={WEB_KEY}",
                   "--tenant-file", ROOT / "examples/bistro/bistro.yaml"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        said = self.process.stdout.readline()
        if "http://" not in said:
            raise RuntimeError(f"frontdesk did not start: {said}{self.process.stdout.read()}")
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()
        shutil.rmtree(self.folder)

    def known(self):
        """What a caller has to know."""
        operator_key = (self.folder / "data" / "operator.key").read_text().strip()
        return json.dumps({"address": self.address, "operator_key": operator_key})

    def document(self):
        return Api(self.address).call("GET", "/openapi.json")[1]
