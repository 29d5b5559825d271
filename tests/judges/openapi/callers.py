"""Who calls: each role of the house, in its tenant and without one, programs by their keys, and nobody at all."""
import itertools

from house import TENANT, WEB_KEY, Api

PASSWORD = "a lamp in the window"
KEEPER = "keeper@house.example"  # makes the others, and is none of them
PERMISSIONS = ["conversations.read", "conversations.act", "config.read"]


class Caller:
    """Somebody who comes back: whoever calls everything signs out, is disabled, and revokes their own key."""

    def __init__(self, address, operator_key):
        self.api = Api(address)
        self.operator_key = operator_key
        self.numbers = itertools.count(1)

    def token(self):
        """A fresh one; empty for who has none."""
        return ""


class Page(Caller):
    def token(self):
        return WEB_KEY


class OperatorKey(Caller):
    def token(self):
        return self.operator_key


class StaffSession(Caller):
    def token(self):
        return self.api.made("/v1/sessions", self.operator_key, {"tenant": TENANT, "name": "Judge"})["token"]


class Visitor(Caller):
    def token(self):
        return self.api.made("/v1/conversations", WEB_KEY, {"channel": "web"})["token"]


class User(Caller):
    """A new person each time, with this one role."""

    role, tenant, speaks_for = "", None, ""

    def keeper(self):
        status, answer = self.api.call("POST", "/v1/sign-in", body={"email": KEEPER, "password": PASSWORD})
        if status == 201:
            return answer["token"]
        link = self.api.made("/v1/links", self.operator_key, {})
        return self.accept(link, {"name": "Keeper", "email": KEEPER})

    def accept(self, link, who):
        token = link["path"].rsplit("/", 1)[1]
        return self.api.made("/v1/links/accept", "", {"token": token, "password": PASSWORD, **who})["token"]

    def token(self):
        who = {"email": f"{self.role}.{next(self.numbers)}@house.example", "name": "Judge",
               "roles": [{"role": self.role, "tenant": self.tenant}]}
        token = self.accept(self.api.made("/v1/people", self.keeper(), who)["link"], {})
        return f"{token}.{self.speaks_for}" if self.speaks_for else token


def user(role, tenant=None, speaks_for=""):
    return type(role, (User,), {"role": role, "tenant": tenant, "speaks_for": speaks_for})


class ApiKey(user("tenant_admin", TENANT, TENANT)):
    """A program of the tenant, by the key that its admin makes."""

    def token(self):
        return self.api.made("/v1/keys", super().token(), {"name": "Judge", "permissions": PERMISSIONS})["token"]


CALLERS = {
    "nobody": Caller,
    "page": Page,
    "visitor": Visitor,
    "viewer": user("viewer", TENANT, TENANT),
    "agent": user("agent", TENANT, TENANT),
    "tenant_admin": user("tenant_admin", TENANT, TENANT),
    "operator_admin": user("operator_admin"),
    "operator_admin_in_tenant": user("operator_admin", None, TENANT),
    "seller": user("seller"),
    "legal": user("legal"),
    "solution_lead": user("solution_lead"),
    "api_key": ApiKey,
    "staff_session": StaffSession,
    "operator_key": OperatorKey,
}
