#!/usr/bin/env python3
"""Runs the commands of our documents and compares what they print with what the documents show.

  run.py [DOCUMENT...]   all of README.md and docs/ by default, but for those that have a test of their own (ELSEWHERE)
  run.py --self-test     documents that must pass, and documents that must fail

A command is a line "$ …" of a ```console block; what follows is its output, where "…" stands for anything within a line,
and alone on a line for any lines. The commands of one document run one after the other in one shell at the root of the
repository. A document that speaks to http://127.0.0.1:8080 or of var/demo, and starts no server itself, gets the demo,
started by tools/run with ports and folders of its own; "make run" stands for tools/run, since what it would build is
built. The guide to an engine gets programs that have its engine. A command that ends in "&" is waited for until it has
printed what is shown. One that begins with "sleep" looks at what takes its time, so it is repeated for a while until it
shows what it should. PROGRAMS names another build.
"""
import os, pathlib, re, shutil, signal, socket, subprocess, sys, tempfile, time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ELSEWHERE = {"docs/guides/write-a-tool.md", "docs/reference/configuration.md"}  # test_docs, test_app
PROGRAMS = os.environ.get("PROGRAMS", "build/product")
WITH_ITS_ENGINE = {"docs/guides/write-an-engine.md": "guide/program"}  # in PROGRAMS
PATIENCE_S = 30
MAKE_RUN = "sleep 1; tools/run"  # make itself takes about a second, in which what was killed before is gone
DEMO_FILE = "examples/bistro/bistro.yaml"


def steps_of(text):
    """[(line number, command, output)]"""
    steps, inside = [], False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("```"):
            inside = line.strip() == "```console"
        elif inside and line.startswith("$ "):
            steps.append([number, line[2:], ""])
        elif inside and line.startswith("> ") and steps and not steps[-1][2]:
            steps[-1][1] += "\n" + line[2:]
        elif inside and steps:
            steps[-1][2] += line + "\n"
    return [tuple(step) for step in steps]


def shows(output, shown):
    pattern = ""
    for line in shown.splitlines():
        pattern += r"(?:[^\n]*\n)*?" if line == "…" else "[^\n]*?".join(map(re.escape, line.split("…"))) + "\n"
    output = output + "\n" if output and not output.endswith("\n") else output
    return re.fullmatch(pattern, output) is not None


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


class Places:
    """What a document calls by name, and where that is in this run. Also where processes are started and ended."""

    def __init__(self, programs=PROGRAMS):
        self.programs = programs.rstrip("/")
        self.folder = tempfile.mkdtemp(prefix="frontdesk-docs-")
        self.port, self.office_port = free_port(), free_port()
        demo_file = f"{self.folder}/bistro.yaml"  # as it is: the server finds the back office wherever it runs
        shutil.copy(ROOT / DEMO_FILE, demo_file)
        self.here = {"127.0.0.1:8080": f"127.0.0.1:{self.port}", "127.0.0.1:8081": f"127.0.0.1:{self.office_port}",
                     "port 8080": f"port {self.port}", "--port 8081": f"--port {self.office_port}", "var/demo": f"{self.folder}/demo", DEMO_FILE: demo_file,
                     "build/product/": self.programs + "/", "make run": MAKE_RUN, "/tmp/": f"{self.folder}/"}
        self.groups = []

    def environment(self):
        return {**os.environ, "PORT": self.port, "BACK_OFFICE_PORT": self.office_port, "DATA": f"{self.folder}/demo",
                "PROGRAMS": self.programs, "LC_ALL": "C.UTF-8"}

    def to_here(self, command):
        names = sorted(self.here, key=len, reverse=True)
        return re.sub("|".join(map(re.escape, names)), lambda found: self.here[found[0]], command)

    def from_here(self, output):
        for name, place in sorted(self.here.items(), key=lambda pair: -len(pair[1])):
            if name not in ("make run", "build/product/"):
                output = output.replace(place, name)
        return output

    def start(self, command, **more):
        child = subprocess.Popen(command, cwd=ROOT, env=self.environment(), start_new_session=True, **more)
        self.groups.append(child)
        return child

    def close(self):
        for child in self.groups:
            end_group(child)
        shutil.rmtree(self.folder, ignore_errors=True)


def end_group(child):
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(child.pid, number)
        except ProcessLookupError:
            break
        until = time.monotonic() + 5
        while time.monotonic() < until:
            child.poll()
            try:
                os.killpg(child.pid, 0)
            except ProcessLookupError:
                break
            time.sleep(0.05)
    child.wait()


def start_demo(places):
    printed = open(f"{places.folder}/run.out", "w+")
    child = places.start(["tools/run"], stdout=printed, stderr=subprocess.STDOUT)
    until = time.monotonic() + PATIENCE_S
    while "frontdesk is at" not in pathlib.Path(printed.name).read_text():
        if child.poll() is not None or time.monotonic() > until:
            raise RuntimeError("the demo did not start:\n" + pathlib.Path(printed.name).read_text())
        time.sleep(0.05)


class Shell:
    def __init__(self, places):
        self.places = places
        self.bash = places.start(["bash", "--norc", "--noprofile"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                 stderr=subprocess.STDOUT, text=True)
        self.output = pathlib.Path(places.folder) / "output"

    def run(self, command):
        self.output = self.output.with_name(f"output-{time.monotonic_ns()}")
        self.bash.stdin.write(f"{{ {self.places.to_here(command)}\n}} >{self.output} 2>&1 </dev/null; echo ended\n")
        self.bash.stdin.flush()
        for line in self.bash.stdout:
            if line == "ended\n":
                return
        raise RuntimeError("the shell ended")

    def printed(self):
        return self.places.from_here(self.output.read_text(errors="replace"))


def run_step(shell, command, shown):
    """What it printed; the last of several tries where it was repeated."""
    until = time.monotonic() + PATIENCE_S
    shell.run(command)
    while not shows(shell.printed(), shown) and time.monotonic() < until:
        if command.endswith("&"):
            time.sleep(0.05)
        elif command.startswith("sleep "):
            shell.run(command)
        else:
            break
    return shell.printed()


def wants_demo(steps):
    commands = "\n".join(step[1] for step in steps)
    return "frontdesk serve" not in commands and re.search(r"127\.0\.0\.1:8080|var/demo", commands)


def run_document(name, text, demo=None):
    """The places where it shows something else than what is so."""
    steps = steps_of(text)
    faults = []
    if not steps:
        return 0, faults
    places = Places(f"{PROGRAMS}/{WITH_ITS_ENGINE[name]}" if name in WITH_ITS_ENGINE else PROGRAMS)
    try:
        if demo if demo is not None else wants_demo(steps):
            start_demo(places)
        shell = Shell(places)
        for number, command, shown in steps:
            printed = run_step(shell, command, shown)
            if not shows(printed, shown):
                faults.append(f"{name}:{number}: $ {command}\n--- it shows\n{shown}--- it is so\n{printed}")
    finally:
        places.close()
    return len(steps), faults


def dead_links(name, text):
    text = re.sub(r"(?ms)^```.*?^```", "", text)
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", target) and not (ROOT / name).parent.joinpath(target).exists():
            yield f"{name}: there is no {target}"


def check_documents(names):
    count, faults = 0, []
    for name in names:
        text = (ROOT / name).read_text()
        faults += dead_links(name, text)
        if name in ELSEWHERE:
            continue
        ran, wrong = run_document(name, text)
        if ran:
            print(f"docs: {name}: {ran} commands, {len(wrong)} show something else", flush=True)
        count, faults = count + ran, faults + wrong
    for fault in faults:
        print(fault)
    print(f"docs: {count} commands, {len(faults)} faults")
    return 1 if faults else 0


def self_test():
    right = "```console\n$ a=7\n$ echo $a; echo x >&2\n7\nx\n$ seq 9\n1\n…\n9\n$ printf 'a b c'\na … c\n$ sleep 0; true\n```\n"
    wrong = ["```console\n$ echo 7\n8\n```\n", "```console\n$ echo 7\n```\n", "```console\n$ true\n7\n```\n",
             "```console\n$ seq 9\n1\n…\n8\n```\n", "```console\n$ printf 'a b d'\na … c\n```\n", "```console\n$ no-such-command\n```\n"]
    global PATIENCE_S
    PATIENCE_S = 1
    wrong.append("```console\n$ sleep 0.1; echo 7\n8\n```\n")
    faults = run_document("right", right, demo=False)[1]
    faults += [f"passed, but is wrong:\n{text}" for text in wrong if not run_document("wrong", text, demo=False)[1]]
    faults += ["a dead link was not seen"] if not list(dead_links("README.md", "[x](no/such.md)")) else []
    faults += ["a link was called dead"] if list(dead_links("README.md", "[x](docs/) [y](https://example.com)")) else []
    print("\n".join(faults + [f"docs: self-test: {len(faults)} faults"]))
    return 1 if faults else 0


if __name__ == "__main__":
    if sys.argv[1:] == ["--self-test"]:
        sys.exit(self_test())
    everything = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "examples/bistro/README.md"]
    everything += sorted(str(path.relative_to(ROOT)) for pattern in ("docs/**/*.md", "src/engines/*/README.md") for path in ROOT.glob(pattern))
    sys.exit(check_documents(sys.argv[1:] or everything))
