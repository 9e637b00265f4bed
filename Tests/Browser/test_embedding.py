"""The bell in a page of another origin: one script tag and a token."""

import re

import pytest
from playwright.sync_api import expect


@pytest.fixture
def tokens():
    """The lifetimes of a user's tokens, one after the other; what `/token` gives, and how often it was asked."""
    class Tokens:
        def __init__(self, user, *lifetimes):
            self.user, self.lifetimes, self.asked = user, list(lifetimes), 0

        def __call__(self):
            self.asked += 1
            return self.user.token(self.lifetimes.pop(0) if len(self.lifetimes) > 1 else self.lifetimes[0])
    return Tokens


def test_one_script_tag_and_a_token_make_a_bell(account, host, server, page):
    acme = account()
    acme.announce("Across origins")
    page.goto(host.page(
        f'<script type="module" src="{server.url}/notification-bell.js"></script>'
        f'<notification-bell token="{acme.owner.token()}"></notification-bell>', server))
    expect(page.get_by_role("button", name="Notifications, 1 unread")).to_be_visible()


def test_an_origin_that_is_not_allowed_gets_nothing(account, host, own_server, bell, console):
    own_server.stop()
    own_server.settings["CORS_ORIGINS"] = host.other_url
    own_server.start()
    acme = account(on=own_server)
    acme.announce()
    shown = bell(acme.owner, on=own_server).is_live("offline")
    assert shown.snapshot["unreadCount"] is None
    console.expects("blocked by CORS policy", "net::ERR_FAILED")


def test_the_token_can_come_from_an_address_of_the_hosts(account, context, host, bell, tokens):
    acme = account()
    acme.announce()
    given = tokens(acme.owner, 3600)
    host.sign_in(context, given)
    bell({"token_url": "/token"}).shows(1).is_live()
    assert given.asked == 1


def test_a_callback_gives_the_token_and_another_when_that_has_expired(account, host, page, bell, console):
    acme = account()
    acme.announce()
    script = host.script(f"""document.querySelector("notification-bell").getToken = async ({{ renew }}) => {{
        window.renewals = [...window.renewals ?? [], renew]
        return renew ? "{acme.owner.token()}" : "{acme.owner.token(-60)}"
    }}""")
    bell({}, body=f'<script src="{script}"></script>').shows(1).is_live()
    assert page.evaluate("window.renewals") == [False, True]
    console.expects("status of 401")


def test_an_expired_token_is_renewed_and_nobody_notices(account, context, host, bell, tokens, console):
    acme = account()
    acme.announce()
    given = tokens(acme.owner, -60, 3600)
    host.sign_in(context, given)
    shown = bell({"token_url": "/token"}).shows(1).is_live()
    assert given.asked == 2
    acme.announce()
    shown.shows(2)
    console.allows("status of 401")


def test_a_token_that_expires_while_the_socket_is_open_is_renewed(account, context, host, bell, tokens, console, waits):
    acme = account()
    given = tokens(acme.owner, 3, 3600)
    host.sign_in(context, given)
    shown = bell({"token_url": "/token"}).shows(0).is_live()
    waits(lambda: given.asked, 2)
    shown.is_live()
    acme.announce("After the renewal")
    shown.shows(1)
    console.allows("status of 401", "WebSocket connection")


def test_who_is_not_signed_in_is_told_so_and_where_to(bell, console):
    shown = bell({"token_url": "/token", "sign_in_url": "/sign-in"}).is_live("signed-out").open()
    expect(shown.status.get_by_role("link")).to_have_attribute("href", re.compile("/sign-in$"))
    console.expects("status of 401")


def test_the_token_is_in_no_address(account, bell, page):
    acme = account()
    addresses = []
    page.on("request", lambda request: addresses.append(request.url))
    page.on("websocket", lambda socket: addresses.append(socket.url))
    token = acme.owner.token()
    bell({"token": token}).shows(0).is_live()
    assert any("/ws" in address for address in addresses)
    assert not [address for address in addresses if token.split(".")[2] in address or "token" in address]


def test_several_elements_share_one_client(account, server, bell, page):
    acme = account()
    acme.announce_many(2)
    sockets, lists = [], []
    page.on("websocket", lambda socket: sockets.append(socket))
    page.on("request", lambda request: "page_size" in request.url and request.method == "GET" and lists.append(request))
    token = acme.owner.token()
    shown = bell({"token": token}, body=f'<p>Inbox <notification-badge token="{token}"></notification-badge></p>')
    shown.shows(2).is_live()
    expect(page.locator("notification-badge [part=badge]")).to_have_text("2")
    assert len(sockets) == 1
    assert len(lists) <= 2  # when it begins, and when it is live: not twice that


def test_the_badge_alone_says_how_many_in_words_too(account, host, server, page):
    acme = account()
    acme.announce_many(100)
    page.goto(host.page(
        f'<script type="module" src="{server.url}/notification-bell.js"></script>'
        f'<a href="/inbox">Inbox <notification-badge token="{acme.owner.token()}"></notification-badge></a>', server))
    expect(page.locator("notification-badge [part=badge]")).to_have_text("99+")
    expect(page.get_by_role("link")).to_have_accessible_name("Inbox 100 unread")


def test_events_tell_the_host(account, bell):
    acme = account()
    shown = bell(acme.owner).shows(0).is_live()
    for event in ("received", "count", "toggle"):
        shown.listen(event)
    new = acme.announce("New")
    shown.open()
    assert shown.heard("received")[0]["notification"]["id"] == new["id"]
    assert shown.heard("count")[-1]["unreadCount"] == 1
    assert shown.heard("toggle")[0]["open"] is True


def test_a_host_can_style_its_parts(account, host, bell):
    acme = account()
    acme.announce()
    style = host.style("""
        notification-bell { --notification-badge: rgb(0, 0, 128); }
        notification-bell::part(button) { border: 3px solid rgb(0, 128, 0); }""")
    shown = bell(acme.owner, head=f'<link rel="stylesheet" href="{style}">').shows(1)
    assert shown.badge.evaluate("badge => getComputedStyle(badge).backgroundColor") == "rgb(0, 0, 128)"
    assert shown.button.evaluate("button => getComputedStyle(button).borderTopColor") == "rgb(0, 128, 0)"


def test_the_hosts_styles_do_not_leak_in(account, host, bell):
    acme = account()
    style = host.style("button { background: rgb(255, 0, 0) !important; } li { display: none; }")
    acme.announce()
    shown = bell(acme.owner, head=f'<link rel="stylesheet" href="{style}">').shows(1).open()
    assert shown.button.evaluate("button => getComputedStyle(button).backgroundColor") != "rgb(255, 0, 0)"
    expect(shown.items).to_be_visible()


def test_a_bell_that_is_taken_out_closes_its_socket_and_put_back_works(account, bell, page):
    acme = account()
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket))
    shown = bell(acme.owner).shows(0).is_live()
    with sockets[0].expect_event("close"):
        page.evaluate("(window.bell = document.querySelector('notification-bell')).remove()")
    page.evaluate("document.querySelector('main').append(window.bell)")
    acme.announce("Back")
    shown.shows(1).is_live()
