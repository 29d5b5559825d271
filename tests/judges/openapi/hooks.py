"""What schemathesis loads: the caller of this run, who comes back when told that nobody knows them."""
import itertools
import json
import os

import schemathesis
from hypothesis import strategies

from callers import CALLERS, TENANT

known = json.loads(os.environ["JUDGE_HOUSE"])
caller = CALLERS[os.environ["JUDGE_CALLER"]](known["address"], known["operator_key"])
numbers = itertools.count()

# What the house's own formats are: texts in which everything can be seen.
seen = strategies.characters(categories=["L", "N", "P", "S"], exclude_characters="<>")
schemathesis.openapi.format("name", strategies.text(seen, min_size=1, max_size=80))
schemathesis.openapi.format("said", strategies.text(seen, min_size=1, max_size=300))
schemathesis.openapi.format("password", strategies.text(seen, min_size=12, max_size=100))


@schemathesis.hook
def before_call(context, case, kwargs):
    """Each comes from an address of its own, by a proxy: whoever tries keys that nobody has is slowed down by theirs."""
    number = next(numbers)
    case.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
    # Who may put a business out of service puts another one: the calls that come next are about this one.
    if case.operation.path.endswith(("/suspend", "/close")) and case.path_parameters.get("tenant") == TENANT:
        case.path_parameters["tenant"] = "another-one"


@schemathesis.auth(refresh_interval=1_000_000, retry_on=[401])
class SignedIn:
    def get(self, case, context):
        return caller.token()

    def set(self, case, token, context):
        if token:
            case.headers["Authorization"] = f"Bearer {token}"
