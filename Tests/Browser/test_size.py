"""What a browser has to fetch, and how it may keep it."""

import http.client
import re

import brotli

LIMIT = 14 * 1024


def fetch(server, path, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def test_the_bell_with_its_store_is_at_most_14_kilobytes(server, record_property):
    answer, body = fetch(server, "/notification-bell.js", Accept_Encoding="gzip, deflate, br")
    assert answer.getheader("Content-Encoding") == "br"
    plain = fetch(server, "/notification-bell.js")[1]
    gzipped = fetch(server, "/notification-bell.js", Accept_Encoding="gzip")[1]
    assert brotli.decompress(body) == plain
    print(f"notification-bell.js: {len(body)} bytes by Brotli, {len(gzipped)} by gzip, {len(plain)} plain; {LIMIT} allowed")
    record_property("bytes", len(body))
    assert len(body) <= LIMIT


def test_it_needs_nothing_else(server, account, bell, page):
    """One module and no dependencies: nothing else is fetched from the server but what is about notifications."""
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    bell(account().owner).shows(0).is_live().open()
    files = [url for url in asked if url.startswith(server.url) and "/api/" not in url]
    assert files == [f"{server.url}/notification-bell.js"]


def test_it_is_asked_for_again_but_not_sent_again(server):
    answer, body = fetch(server, "/notification-bell.js", Accept_Encoding="gzip")
    assert answer.getheader("Cache-Control") == "no-cache"
    again, nothing = fetch(server, "/notification-bell.js", Accept_Encoding="gzip", If_None_Match=answer.getheader("ETag"))
    assert again.status == 304 and nothing == b""


def test_what_has_a_version_in_its_address_is_kept_for_ever(server):
    _, page = fetch(server, "/account/notifications")
    [path] = re.findall(r'/assets/[^"]+/notification-page\.js', page.decode())
    answer, _ = fetch(server, path)
    assert "immutable" in answer.getheader("Cache-Control") and "max-age=31536000" in answer.getheader("Cache-Control")


def test_pages_of_every_origin_may_load_it(server):
    answer, _ = fetch(server, "/notification-bell.js")
    assert answer.getheader("Access-Control-Allow-Origin") == "*"
    assert answer.getheader("Content-Type") == "text/javascript; charset=utf-8"
