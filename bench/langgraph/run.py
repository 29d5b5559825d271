"""Runs LangGraph's own benchmark graphs, one a line of standard input: "GRAPH async|sync".

Answers with "ready" once, then with the milliseconds of each run, by the wall's clock and by the processor's. Graphs are compiled and warmed up outside the timer; the
model and the tool have an async method, so that the async API needs no threads.
"""
import asyncio
import sys
import time
import uuid
import warnings

import uvloop
from langchain_core.language_models.fake_chat_models import FakeMessagesListChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.tools import StructuredTool
from langgraph.graph import END, START, MessagesState, StateGraph

warnings.simplefilter("ignore")
from langgraph.prebuilt import create_react_agent  # noqa: E402  (says that it is deprecated)


def sequential(n):
    def noop(state):
        pass

    builder = StateGraph(MessagesState)
    before = START
    for i in range(n):
        builder.add_node(f"node_{i}", noop)
        builder.add_edge(before, f"node_{i}")
        before = f"node_{i}"
    builder.add_edge(before, END)
    return builder.compile(), {"messages": []}


class Model(FakeMessagesListChatModel):
    def bind_tools(self, tools, **kwargs):
        return self

    def _generate(self, messages, stop=None, run_manager=None, **kwargs):
        response = self.responses[self.i].copy()
        self.i = self.i + 1 if self.i < len(self.responses) - 1 else 0
        return ChatResult(generations=[ChatGeneration(message=response)])

    async def _agenerate(self, messages, stop=None, run_manager=None, **kwargs):
        return self._generate(messages)


def react_agent(n):
    name = str(uuid.uuid4())

    def look_up(query: str) -> str:
        return f"result for query: {query}" * 10

    async def look_up_async(query: str) -> str:
        return look_up(query)

    tool = StructuredTool.from_function(look_up, look_up_async, name=name, description="")
    answers = [
        AIMessage(content="", id=str(uuid.uuid4()),
                  tool_calls=[{"name": name, "args": {"query": str(uuid.uuid4()) * 100}, "id": str(uuid.uuid4())}])
        for _ in range(n)
    ]
    answers.append(AIMessage(content="answer" * 100, id=str(uuid.uuid4())))
    return create_react_agent(Model(responses=answers), [tool]), {"messages": [HumanMessage("hi?")]}


GRAPHS = {"sequential_1000": lambda: sequential(1000), "react_agent_100x": lambda: react_agent(100)}


def config():
    return {"configurable": {"thread_id": str(uuid.uuid4())}, "recursion_limit": 1_000_000_000}


def run_sync(graph, given):
    for _ in graph.stream(given, config()):
        pass


async def run_async(graph, given):
    async for _ in graph.astream(given, config()):
        pass


def main():
    loop = uvloop.new_event_loop()
    asyncio.set_event_loop(loop)
    built = {name: build() for name, build in GRAPHS.items()}
    for graph, given in built.values():
        run_sync(graph, given)
        loop.run_until_complete(run_async(graph, given))
    print("ready", flush=True)
    for line in sys.stdin:
        name, api = line.split()
        graph, given = built[name]
        began, used = time.perf_counter(), time.process_time()
        if api == "sync":
            run_sync(graph, given)
        else:
            loop.run_until_complete(run_async(graph, given))
        print(f"{(time.perf_counter() - began) * 1e3:.4f} {(time.process_time() - used) * 1e3:.4f}", flush=True)


if __name__ == "__main__":
    main()
