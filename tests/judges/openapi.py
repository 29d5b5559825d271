#!/usr/bin/env python3
# requires: schemathesis==4.32.5
"""Holds the running product against its own OpenAPI document, in the name of each role.

  openapi.py [--data DIR] [--seed N] [--examples N] [--as CALLER,…] [--small] [--broken]

schemathesis calls every operation with right and with wrong requests, as each caller of openapi/callers.py on a house of
its own, with all of its checks; redocly reads the document. What a document cannot say is in openapi/schemathesis.toml,
each with its reason. --small: fewer examples, and a caller of each kind. --broken: the faults of openapi/planted.py are in
the document, and every one of them has to be found.
"""
import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent / "openapi"
ROOT = HERE.parents[2]
sys.path.insert(0, str(HERE))

import planted  # noqa: E402
from callers import CALLERS  # noqa: E402
from house import House  # noqa: E402

SMALL = ["nobody", "visitor", "viewer", "tenant_admin", "operator_admin", "api_key"]
WHOLE = {"phases": "examples,coverage,fuzzing,stateful", "examples": 30}
SAMPLE = {"phases": "examples,fuzzing", "examples": 3}


def schemathesis(caller, given):
    """What schemathesis found as this caller, and all that it said."""
    with House() as house:
        document = house.document()
        file, report = house.folder / "openapi.json", house.folder / "report.json"
        file.write_text(json.dumps(planted.plant(document) if given.broken else document))
        command = [pathlib.Path(sys.executable).parent / "schemathesis", "--config-file", HERE / "schemathesis.toml",
                   "run", file, "--url", house.address, "--checks", "all", "--seed", str(given.seed),
                   "--phases", given.phases, "--max-examples", str(given.examples), "--continue-on-failure",
                   "--request-timeout", "20", "--generation-database", "none", "--warnings", "off", "--no-color",
                   "--report", "json", "--report-json-path", report, *given.only]
        environment = {**os.environ, "SCHEMATHESIS_HOOKS": "hooks", "PYTHONPATH": str(HERE),
                       "JUDGE_CALLER": caller, "JUDGE_HOUSE": house.known()}
        done = subprocess.run(command, env=environment, cwd=house.folder, capture_output=True, text=True, errors="replace")
        said = done.stdout + done.stderr
        if not report.exists():
            raise RuntimeError(said)
        return json.loads(report.read_text()), said


def redocly(document):
    """The rules that the document breaks, each with its place."""
    node = subprocess.run([ROOT / "tools/node"], check=True, capture_output=True, text=True).stdout.strip()
    subprocess.run([ROOT / "tools/node-packages", HERE], check=True)
    done = subprocess.run([node, HERE / "node_modules/@redocly/cli/bin/cli.js", "lint", "--config", HERE / "redocly.yaml",
                           "--format", "json", document], capture_output=True, text=True)
    problems = json.loads(done.stdout)["problems"]
    return [f"{each['ruleId']}: {each['message']} {each['location'][0].get('pointer', '')}" for each in problems]


def lint(given):
    with House() as house:
        file = house.folder / "openapi.json"
        document = house.document()
        file.write_text(json.dumps(planted.plant(document) if given.broken else document))
        return redocly(file)


def succeeded(report):
    """The operations that were done for this caller, once at least."""
    return {operation for operation, phases in report["valid_rates"].items() if any(rate["accepted"] for rate in phases.values())}


def judge(callers, given):
    lints, failures, errors, cases, done, total = lint(given), 0, 0, 0, set(), 0
    print("\n".join(f"redocly: {each}" for each in lints))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for caller, (report, said) in zip(callers, pool.map(lambda caller: schemathesis(caller, given), callers)):
            found = report["test_cases"]["unique_failures"]
            wrong = sum(each["count"] for each in report["errors"]) + (not report["complete"])
            if found or wrong:
                print(f"== as {caller}\n{said}")
            print(f"{caller}: {report['test_cases']['generated']} calls, {found} failures, {wrong} errors", flush=True)
            failures, errors, cases = failures + found, errors + wrong, cases + report["test_cases"]["generated"]
            done |= succeeded(report)
            total = report["operations"]["total"]
    print(f"openapi: {failures} failures and {errors} errors in {cases} calls of {total} operations in {len(callers)} names, "
          f"{len(done)} of them done; {len(lints)} rules broken (bar: 0, 0, 0)")
    return 1 if failures or errors or lints or not done else 0


def judge_planted(given):
    """1, as every broken thing has to end, where each planted fault is found."""
    report, said = schemathesis(planted.CALLER, given)
    missed = [f"{kind} at {operation}" for kind, operation in planted.FOUND_BY.items()
              if not any(each["type"] == kind and operation in each["operations"] for each in report["failures"])]
    if not any("planted" in each for each in lint(given)):
        missed.append("redocly's")
    if missed:
        print(said)
    print(f"openapi: {len(planted.FOUND_BY) + 1 - len(missed)}/{len(planted.FOUND_BY) + 1} planted faults found; "
          f"missed: {', '.join(missed) or 'none'}")
    return 0 if missed else 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--examples", type=int)
    parser.add_argument("--as", dest="callers")
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--broken", action="store_true")
    given = parser.parse_args()
    size = SAMPLE if given.small else WHOLE
    paths = {operation.split()[1] for operation in planted.FOUND_BY.values()} if given.broken else ()
    given.only = [word for path in sorted(paths) for word in ("--include-path", path)]
    given.phases = "examples,coverage,fuzzing" if given.broken else size["phases"]
    given.examples = given.examples or size["examples"]
    callers = given.callers.split(",") if given.callers else SMALL if given.small else list(CALLERS)
    return judge_planted(given) if given.broken else judge(callers, given)


if __name__ == "__main__":
    sys.exit(main())
