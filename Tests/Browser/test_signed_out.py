"""Nobody is signed in: that is said, once, and the host is not asked again and again; a token is renewed unseen."""

import pytest
from harness.headless import Headless
from harness.traffic import API, Traffic
from playwright.sync_api import expect

POLL_TIME = 31_000


@pytest.fixture(autouse=True)
def refusals(console):
    console.allows("status of 401")


def test_who_loses_the_token_is_signed_out_and_sees_nothing(account, bell, page):
    acme = account()
    acme.announce_many(3)
    shown = bell(acme.owner).shows(3).open()
    expect(shown.items).to_have_count(3)
    shown.element.evaluate("bell => bell.removeAttribute('token')")
    shown.shows(0)
    expect(shown.badge).to_be_hidden()
    expect(shown.items).to_have_count(0)
    expect(shown.status).to_contain_text("signed out")
    shown.element.evaluate("(bell, token) => bell.setAttribute('token', token)", acme.owner.token())
    shown.shows(3)
    expect(shown.items).to_have_count(3)


def test_a_badge_alone_without_a_token_says_nothing(account, host, server, page):
    acme = account()
    acme.announce()
    page.goto(host.page(
        f'<script type="module" src="{server.url}/notification-bell.js"></script>'
        f'<a href="/inbox">Inbox <notification-badge token="{acme.owner.token()}"></notification-badge></a>', server))
    link = page.get_by_role("link")
    expect(link).to_have_accessible_name("Inbox 1 unread")
    page.locator("notification-badge").evaluate("badge => badge.removeAttribute('token')")
    expect(link).to_have_accessible_name("Inbox")


def test_that_one_is_signed_out_is_told_once(account, context, host, page, bell):
    acme = account()
    host.sign_in(context, acme.owner.token())
    page.clock.install()
    shown = bell({"token_url": "/token"}).shows(0).is_live()
    shown.listen("signed-out")
    host.sign_in(context, None)
    Traffic(page).refuse(acme.owner)
    page.evaluate("document.querySelector('notification-bell').client.refresh()")
    shown.heard("signed-out")
    for _ in range(3):
        with page.expect_response("**/token"):
            page.clock.fast_forward(POLL_TIME)
    page.evaluate("document.querySelector('notification-bell').client.refresh()")
    assert len(shown.heard("signed-out")) == 1


def test_a_token_that_is_refused_for_good_does_not_flap(account, host, server, page):
    """As with a static `token` that has expired."""
    acme = account()
    headless = Headless(page, host, server, acme.owner).is_live(0)
    Traffic(page).refuse(acme.owner)
    headless.run("client.refresh()")
    headless.until("now.connection === 'signed-out'")
    for _ in range(3):
        headless.run("client.refresh()")
    connections = headless.seen("connection")
    assert connections[connections.index("signed-out"):] == ["signed-out"]
    assert headless.told("signed-out") == 1


def test_a_token_that_was_refused_once_is_not_lost(account, host, server, page):
    """As when the server was asked before it had its keys."""
    acme = account()
    traffic = Traffic(page)
    well = traffic.answer(API, status=401, json={"detail": "No."})
    headless = Headless(page, host, server, acme.owner).until("now.connection === 'signed-out'")
    well()
    headless.run("token => { window.token = token }", acme.owner.token(7200))
    headless.run("client.refresh()")
    headless.is_live(0)


def test_tokens_that_say_nothing_are_not_asked_for_without_end(account, host, server, page, console):
    """They need not be JSON Web Tokens: what they hold is the host's affair."""
    console.allows("WebSocket")
    acme = account()
    acme.announce("Opaque")
    page.route_web_socket("**/ws**", lambda socket: socket.close())

    def exchanged(route):
        bearer = route.request.headers["authorization"]
        if bearer == "Bearer opaque-1":
            route.fulfill(status=401, json={}, headers={"Access-Control-Allow-Origin": "*"})
        else:
            route.continue_(headers=route.request.headers | {"authorization": f"Bearer {acme.owner.token()}"})

    page.route(API, exchanged)
    opaque(page, host, server)
    page.wait_for_function("() => client.getSnapshot().unreadCount === 1 && client.getSnapshot().status === 'ready'")
    page.evaluate("client.refresh()")
    assert page.evaluate("given") == 2


def test_refused_tokens_that_say_nothing_are_not_asked_for_without_end(host, server, page):
    opaque(page, host, server)
    page.wait_for_function("() => client.getSnapshot().connection === 'signed-out'")
    before = page.evaluate("given")
    page.evaluate("client.refresh()")
    assert before <= 4 and page.evaluate("given") <= before + 4


def opaque(page, host, server):
    """A client whose tokens are "opaque-1", "opaque-2", …"""
    script = host.script(f"""
        import {{ NotificationClient }} from "{server.url}/notification-client.js"
        window.given = 0
        const getToken = () => `opaque-${{window.given += 1}}`
        window.client = new NotificationClient({{ server: "{server.url}", getToken }})
        client.subscribe(() => {{}})""")
    page.goto(host.page(f'<script type="module" src="{script}"></script>', server))
    page.wait_for_function("() => window.client !== undefined")


def test_another_token_of_the_same_user_changes_nothing_that_is_seen(account, bell, page):
    acme = account()
    acme.announce_many(3)
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket))
    shown = bell(acme.owner).shows(3).is_live().open()
    expect(shown.titles).to_have_count(3)
    page.keyboard.press("ArrowDown")
    shown.element.evaluate("""bell => {
        bell.shadowRoot.querySelectorAll("[part=item]").forEach(row => row.isOfBefore = true)
        const changed = () => (window.changed ??= []).push(bell.shadowRoot.querySelector("[part=badge]").textContent)
        new MutationObserver(changed).observe(bell.shadowRoot, { subtree: true, childList: true })
    }""")
    shown.element.evaluate("(bell, token) => bell.setAttribute('token', token)", acme.owner.token(7200))
    shown.element.evaluate("bell => bell.client.refresh()")
    assert shown.element.evaluate(
        "bell => [...bell.shadowRoot.querySelectorAll('[part=item]')].every(row => row.isOfBefore)")
    assert page.evaluate("window.changed ?? []") == []
    expect(shown.titles.first).to_be_focused()
    acme.announce("Told by the same socket")
    shown.shows(4)
    assert len(sockets) == 1
