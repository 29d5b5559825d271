#!/usr/bin/env python3
# requires: jsonschema-rs==0.60.3
"""Holds our JSON Schema validator against jsonschema-rs: the suite's own instances, changed at random, must get one verdict.

  json_schema_differential.py --data CORPORA [--seed N] [--each N] [--broken]

Needs the judge_json_schema of this build (FRONTDESK_BUILD, default build/product).
"""
import argparse, copy, json, os, pathlib, random, subprocess, sys

import jsonschema_rs

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
SPICE = [None, True, False, 0, 1, -1, 2, 3, 1.0, 1.5, -2.5, 7, 100, "", "a", "foo", "bar", "aaaa", "\U0001f432", "x" * 12, "1", [], [1], [1, 1],
         ["foo", 1], [[]], [None, 0, False], {}, {"foo": 1}, {"bar": "x"}, {"foo": {"bar": []}}, {"$ref": "a"}, {"a": 1, "b": 2, "c": 3}]


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--each", type=int, default=12, help="changed instances for each of the suite's")
    parser.add_argument("--broken", action="store_true", help="negative control: every 50th answer is turned around")
    return parser.parse_args()


def resources(folder):
    found = []
    for path in sorted((folder / "remotes").rglob("*.json")):
        found.append(("http://localhost:1234/" + str(path.relative_to(folder / "remotes")), json.loads(path.read_text())))
    return found


def mutated(value, dice):
    """One change somewhere in the value."""
    if isinstance(value, (list, dict)) and value and dice.random() < 0.7:
        changed = copy.deepcopy(value)
        keys = list(changed) if isinstance(changed, dict) else range(len(changed))
        key = dice.choice(list(keys))
        choice = dice.randrange(4)
        if choice == 0:
            del changed[key]
        elif choice == 1 and isinstance(changed, list):
            changed.append(copy.deepcopy(changed[key]))
        elif choice == 1:
            changed[dice.choice(["foo", "bar", "baz", "a", "b", "x", "", "foo\nbar"])] = copy.deepcopy(changed[key])
        else:
            changed[key] = mutated(changed[key], dice)
        return changed
    if isinstance(value, str) and value and dice.random() < 0.5:
        at = dice.randrange(len(value))
        return value[:at] + dice.choice(["", "a", "1", " ", "é", value[at] * 2]) + value[at + 1:]
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**50 and dice.random() < 0.6:
        return dice.choice([value + 1, value - 1, -value, value * 10, value + 0.5, float(value)])
    return copy.deepcopy(dice.choice(SPICE))


def questions(folder, registry, dice, each):
    """(schema, instance, the verdict of jsonschema-rs); schemas that it cannot compile are left out."""
    for path in sorted((folder / "tests").glob("*.json")):
        for group in json.loads(path.read_text()):
            try:
                validator = jsonschema_rs.Draft202012Validator(group["schema"], registry=registry, offline=True)
            except (ValueError, jsonschema_rs.ReferencingError, jsonschema_rs.ValidationError):
                continue
            for test in group["tests"]:
                for number in range(each + 1):
                    instance = test["data"] if number == 0 else mutated(test["data"], dice)
                    if number % 3 == 2:
                        instance = mutated(instance, dice)
                    yield f"{path.name}: {group['description']}", group["schema"], instance, validator.is_valid(instance)


def main():
    given = arguments()
    folder = given.data / "json-schema-2020-12"
    registry = jsonschema_rs.Registry(resources(folder), draft=jsonschema_rs.Draft202012)
    asked = list(questions(folder, registry, random.Random(given.seed), given.each))
    program = pathlib.Path(os.environ.get("FRONTDESK_BUILD", ROOT / "build" / "product")) / "judge_json_schema"
    if not program.exists():
        print(f"There is no {program}. Build it first, or say FRONTDESK_BUILD.", file=sys.stderr)
        return 2
    lines = "\n".join(json.dumps({"schema": schema, "instance": instance}) for _, schema, instance, _ in asked) + "\n"
    ours = subprocess.run([program, "--stdin", given.data], input=lines, capture_output=True, text=True, check=True).stdout.split("\n")
    equal = 0
    for number, ((place, schema, instance, theirs), answer) in enumerate(zip(asked, ours)):
        if given.broken and number % 50 == 0:
            theirs = not theirs
        if answer == ("true" if theirs else "false"):
            equal += 1
        elif number - equal < 20:
            print(f"  {place}: {json.dumps(instance)[:200]}: we say {answer}, jsonschema-rs says {'true' if theirs else 'false'}")
    print(f"json-schema-differential: {equal}/{len(asked)} (bar {len(asked)})")
    return 0 if equal == len(asked) > 10_000 else 1


if __name__ == "__main__":
    sys.exit(main())
