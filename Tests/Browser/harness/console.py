"""What a browser complains about."""

import re


class Console:
    """Collects warnings, errors and failed requests of all pages of a context. A test fails if there were any but those
    that it expected."""

    def __init__(self):
        self._said = []
        self._expected = []
        self._allowed = []
        self._is_open = True

    def watch(self, context):
        context.on("console", self._heard)
        context.on("weberror", lambda failure: self._say(f"uncaught: {failure.error}"))
        context.on("requestfailed", self._failed)

    def expects(self, *patterns):
        """These regular expressions have to be found in some complaint, and such complaints are right."""
        self._expected += patterns

    def allows(self, *patterns):
        """Such complaints may come."""
        self._allowed += patterns

    def close(self):
        """Hears no more: what pages say as they are torn away, one after the other, is nobody's fault."""
        self._is_open = False

    def check(self):
        patterns = self._expected + self._allowed
        surprises = [said for said in self._said if not any(re.search(pattern, said) for pattern in patterns)]
        missed = [pattern for pattern in self._expected if not any(re.search(pattern, said) for said in self._said)]
        assert not surprises, "The browser complained:\n" + "\n".join(surprises)
        assert not missed, f"The browser should have complained: {missed}\nIt said: {self._said}"

    def _say(self, complaint):
        if self._is_open:
            self._said.append(complaint)

    def _heard(self, message):
        if message.type in ("warning", "error"):
            self._say(f"{message.type}: {message.text} ({message.location.get('url', '')})")

    def _failed(self, request):
        # What a page no longer wants when it is left.
        if request.failure != "net::ERR_ABORTED":
            self._say(f"failed: {request.method} {request.url}: {request.failure}")
