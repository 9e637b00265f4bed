"""Fresh accounts, and what the server thinks of them, over REST."""

import http.client
import itertools
import json
import time
import urllib.parse
from dataclasses import dataclass

import jwt

from harness.server import SECRET

# Beyond those of the demo.
_numbers = itertools.count(1001)


class Refused(AssertionError):
    """The server's answer was not a success."""

    def __init__(self, status, problem):
        super().__init__(f"{status} {problem}")
        self.status = status


def token(lifetime=3600, **claims):
    now = int(time.time())
    return jwt.encode({"iat": now, "exp": now + lifetime, **claims}, SECRET, algorithm="HS256")


def request(server, method, path, bearer, body=None):
    """The JSON of the answer, None when there is none. `path` may come without /api/v1."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        headers = {"Authorization": f"Bearer {bearer}", "Content-Type": "application/json"}
        path = path if path.startswith("/api/") else "/api/v1" + path
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        text = answer.read()
        if answer.status >= 400:
            raise Refused(answer.status, text.decode(errors="replace"))
        return json.loads(text) if text else None
    finally:
        connection.close()


@dataclass
class User:
    """Somebody in an account."""

    server: object
    account: "Account"
    id: int
    name: str
    role: str

    def token(self, lifetime=3600, **claims):
        """Negative lifetimes have passed."""
        return token(lifetime, sub=str(self.id), account_id=self.account.id, role=self.role, **claims)

    def get(self, path):
        return request(self.server, "GET", path, self.token())

    def post(self, path, body=None):
        return request(self.server, "POST", path, self.token(), body)

    def patch(self, path, body):
        return request(self.server, "PATCH", path, self.token(), body)

    def delete(self, path):
        return request(self.server, "DELETE", path, self.token())

    @property
    def unread(self):
        return self.get("/notifications/unread-count/")["unread_count"]

    def inbox(self, **filters):
        """Their newest hundred."""
        return self.get("/notifications/?" + urllib.parse.urlencode({"page_size": 100, **filters}))["results"]

    def has_read(self, notification):
        return self.get(f"/notifications/{notification['id']}/")["is_read"]


class Account:
    """A tenant of its own, with its users; the first is `owner`."""

    def __init__(self, server, roles=("owner",), sites=()):
        self.server = server
        self.id = next(_numbers)
        self._tell("PUT", f"/accounts/{self.id}/", {"name": f"Account {self.id}"})
        self.users = [self._user(role) for role in roles]
        self.sites = {name: self._site(name) for name in sites}

    @property
    def owner(self):
        return self.users[0]

    def announce(self, title="Something happened", **fields):
        """A notification of any kind (POST /notifications/), as the server answers it."""
        fields = {"notification_type": "system_info", "title": title, **fields}
        return self._tell("POST", "/notifications/", {"account_id": self.id, **fields})

    def announce_many(self, count, **fields):
        """From "Number 1" to "Number {count}"."""
        return [self.announce(f"Number {number}", **fields) for number in range(1, count + 1)]

    def event(self, name, **arguments):
        """One of the events with arguments of their own (POST /notify/{name}/)."""
        return self._tell("POST", f"/notify/{name}/", {"account_id": self.id, **arguments})

    def retract(self, notification):
        """Removes it for everybody."""
        self._tell("DELETE", f"/notifications/{notification['id']}/?account_id={self.id}")

    def put(self, path, **fields):
        """Tells the server something about the account: `put(f"users/{id}/", is_active=False)`."""
        return self._tell("PUT", f"/accounts/{self.id}/{path}", fields)

    def _user(self, role):
        number = next(_numbers)
        name = f"{role.title()} {number}"
        self.put(f"users/{number}/", name=name, role=role)
        return User(self.server, self, number, name, role)

    def _site(self, name):
        number = next(_numbers)
        self.put(f"sites/{number}/", name=name)
        return number

    def _tell(self, method, path, body=None):
        service = token(sub="service:tests", scope="notifications:write notifications:admin")
        return request(self.server, method, path, service, body)
