#!/usr/bin/env python3
"""Looks whether the checks that docs/promises.md and SECURITY.md name are there: judges, programs of tests, tests."""
import pathlib, re, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def main():
    page = "\n".join((ROOT / name).read_text() for name in ("docs/promises.md", "SECURITY.md"))
    tests = "\n".join(path.read_text() for folder in ("src", "tests", "examples") for pattern in ("**/*_test.cc", "**/judges/*") for path in (ROOT / folder).glob(pattern) if path.is_file() and "node_modules" not in path.parts)
    names = set(re.findall(r"\bTEST\w*\((\w+),\s*(\w+)\)", tests))
    suites, sentences = {suite for suite, _ in names}, {sentence for _, sentence in names}
    judges = re.search(r"JUDGES = \{.*?\n\}", (ROOT / "tools/judge").read_text(), re.S)[0]
    faults, looked = [], 0
    for row in re.findall(r"^\|(.*?)\|", page, re.M):
        for code in re.findall(r"`([^`]+)`", row):
            suite = re.fullmatch(r"(\w+)\.(\*|\w+)", code)
            if judge := re.fullmatch(r"tools/judge ([\w-]+)", code):
                is_there = f'"{judge[1]}"' in judges
            elif re.fullmatch(r"[a-z]+_\w+_\w+_\w+", code):
                is_there = code in sentences
            elif code.startswith("tests/"):
                is_there = (ROOT / code).exists()
            elif suite:
                is_there = suite[1] in suites and suite[2] in sentences | {"*"}
            else:
                continue
            looked += 1
            faults += [] if is_there else [f"the promises name {code}, and there is none"]
    if looked < 20:
        faults.append(f"only {looked} checks were found; the pattern of this check is wrong")
    print("\n".join(faults + [f"docs: {looked} checks that the promises name, {len(faults)} are not there"]))
    sys.exit(1 if faults else 0)


main()
