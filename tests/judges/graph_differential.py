#!/usr/bin/env python3
# requires: langgraph==1.2.22 langchain-core==1.7.2
"""Holds our supersteps against LangGraph: random graphs must end in one state, or in one error.

  graph_differential.py [--data DIR] [--seed N] [--graphs N] [--broken]

Needs the judge_graph of this build (FRONTDESK_BUILD, default build/product), which runs the same graphs. Compared are the
values of all channels, the order of concurrent writes, the numbers of the steps, and which runs fail in which way.
"""
import argparse
import json
import operator
import os
import pathlib
import random
import subprocess
import sys
from typing import Annotated, TypedDict

from langchain_core.messages import HumanMessage
from langgraph.errors import GraphRecursionError, InvalidUpdateError
from langgraph.graph import END, START, StateGraph
from langgraph.graph.message import add_messages
from langgraph.types import Command, Send

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class State(TypedDict, total=False):
    log: Annotated[list, operator.add]
    sum: Annotated[int, operator.add]
    last: str
    messages: Annotated[list, add_messages]


def random_target(dice, names):
    return None if dice.random() < 0.4 else dice.choice(names)  # None: the end


def random_choice(dice, names):
    """What one outcome of a condition chooses: targets, and Sends with an argument."""
    chosen = {"to": [], "sends": []}
    for _ in range(dice.choice([0, 0, 1, 1, 1, 2, 3])):
        if dice.random() < 0.3:
            chosen["sends"].append([dice.choice(names), f"a{dice.randrange(100)}"])
        else:
            chosen["to"].append(random_target(dice, names))
    return chosen


def random_branch(dice, names):
    return [random_choice(dice, names) for _ in range(dice.randint(1, 4))]


def random_node(dice, name, names):
    node = {"name": name, "adds": dice.choice([None, 1, 2, 3]), "last": None, "message": None}
    if dice.random() < 0.15:
        node["last"] = f"{name}!"
    if dice.random() < 0.4:
        node["message"] = [f"m{dice.randrange(6)}", f"by {name}"]
    node["edges"] = [random_target(dice, names) for _ in range(dice.choice([0, 0, 0, 1, 1, 2]))]
    node["branches"] = [random_branch(dice, names) for _ in range(dice.choice([0, 0, 1, 1, 2]))]
    node["command"] = random_choice(dice, names) if dice.random() < 0.15 else None
    return node


def random_graph(dice):
    names = dice.sample(["ada", "ben", "cleo", "dan", "eve", "fay", "gus", "hal", "ivy", "jon"], dice.randint(2, 7))
    return {
        "nodes": [random_node(dice, name, names) for name in names],
        "start": [dice.choice(names) for _ in range(dice.choice([1, 1, 2, 3]))],
        "start_branches": [random_branch(dice, names)] if dice.random() < 0.3 else [],
        "limit": dice.choice([4, 6, 9]),
        "sum": dice.randrange(5),
    }


def unique(items):
    return list(dict.fromkeys(items))


def sends_of(choice):
    return [Send(name, {"arg": argument}) for name, argument in choice["sends"]]


def condition(branch, name):
    def choose(state):
        choice = branch[(state.get("sum", 0) + len(state.get("log", []))) % len(branch)]
        return [END if target is None else target for target in choice["to"]] + sends_of(choice)

    choose.__name__ = name
    return choose


def body(node):
    def run(state, config):
        step = config["metadata"]["langgraph_step"]
        seen = f"->{state['arg']}" if "arg" in state else f"{state.get('sum', 0)},{len(state.get('log', []))}"
        update = {"log": [f"{node['name']}@{step}:{seen}"]}
        if node["adds"] is not None:
            update["sum"] = node["adds"]
        if node["last"] is not None:
            update["last"] = node["last"]
        if node["message"] is not None:
            update["messages"] = [HumanMessage(id=node["message"][0], content=node["message"][1])]
        if node["command"] is None:
            return update
        targets = [target for target in node["command"]["to"] if target is not None]
        return Command(update=update, goto=targets + sends_of(node["command"]))

    return run


def fails_too_late(graph, spec):
    """LangGraph runs superstep limit + 1 before it says that there were too many; we do not start it, on purpose."""
    try:
        graph.invoke({"sum": spec["sum"]}, {"recursion_limit": spec["limit"] - 1})
    except GraphRecursionError:
        return True
    except InvalidUpdateError:
        return False


def expected_of(spec):
    builder = StateGraph(State)
    names = [node["name"] for node in spec["nodes"]]
    for node in spec["nodes"]:
        builder.add_node(node["name"], body(node), destinations=tuple(names))
        for target in unique(node["edges"]):
            builder.add_edge(node["name"], END if target is None else target)
        for i, branch in enumerate(node["branches"]):
            builder.add_conditional_edges(node["name"], condition(branch, f"branch_{i}"))
    for name in unique(spec["start"]):
        builder.add_edge(START, name)
    for i, branch in enumerate(spec["start_branches"]):
        builder.add_conditional_edges(START, condition(branch, f"start_{i}"))
    graph = builder.compile()
    try:
        state = graph.invoke({"sum": spec["sum"]}, {"recursion_limit": spec["limit"]})
    except GraphRecursionError:
        return {"error": "graph/too-many-steps"}
    except InvalidUpdateError:
        return {"error": "graph/too-many-steps" if fails_too_late(graph, spec) else "graph/concurrent-update"}
    return {
        "log": state.get("log", []),
        "sum": state.get("sum", 0),
        "last": state.get("last"),
        "messages": [[message.id, message.content] for message in state.get("messages", [])],
    }


def ours(specs):
    build = pathlib.Path(os.environ.get("FRONTDESK_BUILD", ROOT / "build" / "product"))
    done = subprocess.run([build / "judge_graph"], input="\n".join(json.dumps(spec) for spec in specs) + "\n",
                          capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--graphs", type=int, default=1000)
    parser.add_argument("--broken", action="store_true", help="negative control: every 50th answer is changed")
    given = parser.parse_args()
    dice = random.Random(given.seed)
    specs = [random_graph(dice) for _ in range(given.graphs)]
    expected = [expected_of(spec) for spec in specs]
    answers = ours(specs)
    if given.broken:
        for answer in answers[::50]:
            answer["sum"] = -1
    same = 0
    shown = 0
    for spec, wanted, got in zip(specs, expected, answers, strict=True):
        same += wanted == got
        if wanted != got and shown < 3:
            shown += 1
            print(f"graph {json.dumps(spec)}\n  LangGraph {json.dumps(wanted)}\n  ours      {json.dumps(got)}")
    failed = sum("error" in wanted for wanted in expected)
    print(f"seed {given.seed}: {len(specs) - failed} graphs end, {failed} fail")
    print(f"graph-differential: {same}/{len(specs)} (bar {len(specs)})")
    sys.exit(same != len(specs))


if __name__ == "__main__":
    main()
