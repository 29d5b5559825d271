#!/usr/bin/env python3
"""Compares the types of events that src makes with those that docs/reference/events.md tells of."""
import pathlib, re, sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MADE = r'(?:events(?:\.push_back\()?\{\{?|live\(|\breturn \{)"([a-z]+(?:\.[a-z]+)?)",'


def made(text):
    return set(re.findall(MADE, text))


def main():
    page = (ROOT / "docs/reference/events.md").read_text()
    told = set(re.findall(r"^\| `([a-z.]+)` \|", page.split("<!-- events -->")[1].split("<!-- end -->")[0], re.MULTILINE))
    code = "\n".join(path.read_text() for layer in ("graph", "dialog") for path in (ROOT / "src" / layer).glob("*.[ch]*"))
    # Sections of the tenant's file, and the notes on their members, look alike and are no events.
    code = re.sub(r"\n(?:[\w:]*Section|std::vector<[\w:]*(?:Note|Section)>) \w+\(.*?\n}\n", "\n", code, flags=re.DOTALL)
    found = made(re.sub(r"store::Module.*", "", code))
    faults = [f"events.md tells of {name}, and no line of src/graph or src/dialog makes it" for name in sorted(told - found)]
    faults += [f"{name} is made in src/graph or src/dialog, and events.md does not tell of it" for name in sorted(found - told)]
    if made('events.push_back({"new", x});') != {"new"}:
        faults.append("the pattern of this check finds nothing")
    print("\n".join(faults + [f"docs: {len(told)} types of events, {len(faults)} faults"]))
    sys.exit(1 if faults else 0)


main()
