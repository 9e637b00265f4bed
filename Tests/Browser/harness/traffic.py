"""What a page asks the server, in whose name; and answers that are held back, refused, or somebody else's."""

import re

import jwt

API = re.compile(r"/api/v1/notifications/")
LIST = re.compile(r"/api/v1/notifications/\?")
COUNT = re.compile(r"/unread-count/")
ACROSS = {"Access-Control-Allow-Origin": "*"}


class Traffic:
    """Notes what is sent from a tab from now on."""

    def __init__(self, page):
        self.page = page
        self._sent = []
        page.on("request", self._note)

    def acts(self, user=None):
        """What was to change something, in order: "POST 12/read/"; in one user's name, or in anybody's."""
        return [what for name, what in self._sent
                if not what.startswith("GET") and (user is None or name == str(user.id))]

    def asked(self, beginning="GET"):
        """How often something was asked that begins so."""
        return sum(what.startswith(beginning) for _, what in self._sent)

    def refuse(self, user):
        """From now on the server does not take that user's tokens any more."""
        def answer(route):
            if subject(route.request) == str(user.id):
                route.fulfill(status=401, json={"detail": "No."}, headers=ACROSS)
            else:
                route.fallback()
        self.page.route(API, answer)

    def answer(self, pattern, **answer):
        """From now on such requests are answered so, in the server's stead. Returns how to stop."""
        def stand_in(route):
            route.fulfill(headers=ACROSS, **answer)
        self.page.route(pattern, stand_in)
        return lambda: self.page.unroute(pattern, stand_in)

    def hold(self, pattern, method="GET"):
        """Holds back what the server answers to such requests."""
        return Held(self.page, pattern, method)

    def _note(self, request):
        if found := re.search(r"/api/v1/notifications/(.*)", request.url):
            self._sent.append((subject(request), f"{request.method} {found[1]}"))


class Held:
    """Requests that have been sent and have no answer yet. `len` is how many."""

    def __init__(self, page, pattern, method):
        self._page, self._pattern, self._method = page, pattern, method
        self._routes, self._is_held = [], True
        page.route(pattern, self._take)

    def __len__(self):
        return len(self._routes)

    def wait(self, count=1):
        for _ in range(400):
            if len(self) >= count:
                return self
            self._page.wait_for_timeout(25)
        raise AssertionError(f"{self._pattern.pattern} was asked {len(self)} times, not {count}.")

    def release(self):
        """Lets them through, and those that come later."""
        self._end(lambda route, answer: route.fulfill(response=answer) if answer else route.continue_())

    def refuse(self, status=401):
        """They are refused; those that come later are let through."""
        self._end(lambda route, _: route.fulfill(status=status, json={"detail": "No."}, headers=ACROSS))

    def _end(self, answer):
        # The route stays: without any, the browser would let through what still waits.
        self._is_held = False
        for route, early in self._routes:
            answer(route, early)

    def _take(self, route):
        if not self._is_held or route.request.method != self._method:
            route.fallback()
            return
        # As things stand now. What changes something is not done before it is let through.
        answer = route.fetch() if self._method == "GET" else None
        if self._is_held:
            self._routes.append((route, answer))
        else:
            route.fulfill(response=answer)


def subject(request):
    """The id of the user in whose name it is; None without a token, or with one that says nothing."""
    bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
    try:
        return jwt.decode(bearer, options={"verify_signature": False}).get("sub")
    except jwt.InvalidTokenError:
        return None
