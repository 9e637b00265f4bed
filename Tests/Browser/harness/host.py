"""A product that embeds the elements: pages on an origin of its own, and its users' tokens."""

import itertools
import json
import threading
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PAGE = """<!doctype html>
<html lang="{lang}"{direction}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>A product</title>
{head}
</head>
<body>
<main>
<h1>A product</h1>
{body}
</main>
</body>
</html>
"""

# What a careful product sends. `{server}` is where the elements come from.
STRICT = (
    "default-src 'none'; script-src 'self' {server}; style-src 'self'; img-src 'self'; "
    "connect-src 'self' {server} {socket}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)


class Host:
    """Answers at http://127.0.0.1:PORT and http://localhost:PORT, which are two origins.

    `/token` gives the token of whoever is signed in with this browser; what has no page of its own is a small one, so
    that links lead somewhere."""

    def __init__(self):
        self._numbers = itertools.count(1)
        self._files = {}
        self._people = {}
        # Whose token was asked for, in order: the Origin of each request.
        self.asked = []
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                host._answer(self)

            def log_message(self, *arguments):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        self.other_url = f"http://localhost:{self.port}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def page(self, body, server, head="", lang="en", direction=None, csp=STRICT):
        """The address of a page with this in it. `csp`: its Content-Security-Policy; None for none."""
        direction = f' dir="{direction}"' if direction else ""
        html = PAGE.format(lang=lang, direction=direction, head=head, body=body)
        headers = {"Content-Type": "text/html; charset=utf-8"}
        if csp:
            headers["Content-Security-Policy"] = csp.format(
                server=server.url, socket=server.url.replace("http", "ws", 1))
        return self._add(f"/pages/{next(self._numbers)}", html, headers)

    def script(self, text):
        """The address of a script of the page's own."""
        return self._add(f"/scripts/{next(self._numbers)}.js", text, {"Content-Type": "text/javascript"})

    def style(self, text):
        return self._add(f"/styles/{next(self._numbers)}.css", text, {"Content-Type": "text/css"})

    def sign_in(self, context, answer):
        """From now on `/token` answers this in that browser: a token, None for nobody (401), a status, or what a function
        gives."""
        cookie = f"person-{next(self._numbers)}"
        self._people[cookie] = answer
        context.add_cookies([{"name": "person", "value": cookie, "url": url} for url in (self.url, self.other_url)])

    def _add(self, path, text, headers):
        self._files[path] = (text.encode(), headers)
        return self.url + path

    def _answer(self, handler):
        path = urlsplit(handler.path).path
        status, headers = 200, {"Content-Type": "text/html; charset=utf-8"}
        if path in self._files:
            body, headers = self._files[path]
        elif path == "/token":
            status, body, headers = self._token(handler.headers)
        elif path == "/favicon.ico":
            status, body, headers = 204, b"", {}
        else:
            body = PAGE.format(lang="en", direction="", head="", body="<p>In the product.</p>").encode()
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        if status != 204:
            handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    def _token(self, request):
        origin = request.get("Origin")
        self.asked.append(origin)
        cookie = SimpleCookie(request.get("Cookie", "")).get("person")
        answer = self._people.get(cookie.value if cookie else None)
        answer = answer() if callable(answer) else answer
        status = answer if isinstance(answer, int) else 401 if answer is None else 200
        headers = {"Content-Type": "application/json", "Cache-Control": "no-store", "Vary": "Origin, Cookie"}
        if origin:
            headers |= {"Access-Control-Allow-Origin": origin, "Access-Control-Allow-Credentials": "true"}
        body = {"token": answer} if status == 200 else {}
        return status, json.dumps(body).encode(), headers
