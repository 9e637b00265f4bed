"""The bell in other components, moved about, made late, made twice, in the languages that pages say they are in."""

import re
import urllib.request

import pytest
from harness.bell import Bell
from harness.traffic import Traffic
from playwright.sync_api import expect

NAMES = {"en": "Notifications, 1 unread", "de": re.compile("^(?!Notifications)")}


@pytest.fixture
def acme(account):
    acme = account()
    acme.announce("One")
    return acme


@pytest.fixture
def blank(page, host, server):
    """A page with the module and, after that, a script of the host's."""
    def embed(script="", body="", module="notification-bell.js", **details):
        modules = "".join(f'<script type="module" src="{server.url}/{one}"></script>' for one in [module] if one)
        page.goto(host.page(f'{modules}{body}<script type="module" src="{host.script(script)}"></script>', server, **details))
        return Bell(page)
    return embed


@pytest.mark.parametrize("mode", ["open", "closed"])
def test_in_another_components_shadow_tree_it_is_as_anywhere(mode, acme, blank, page):
    blank(f"""
        const shadow = document.querySelector("#host").attachShadow({{ mode: "{mode}" }})
        const bell = window.bell = document.createElement("notification-bell")
        bell.setAttribute("token", "{acme.owner.token()}")
        shadow.append(bell)""", '<div id="host"></div>', lang="de")
    page.wait_for_function("() => window.bell?.client?.getSnapshot().unreadCount === 1")
    part = "name => { const part = bell.shadowRoot.querySelector(`[part=${name}]`), box = part.getBoundingClientRect();" \
        " return [box.x + box.width / 2, box.y + box.height / 2] }"
    page.wait_for_function("() => bell.shadowRoot.querySelector('[part=button]').ariaLabel")
    label = page.evaluate("bell.shadowRoot.querySelector('[part=button]').ariaLabel")
    assert not label.startswith("Notifications"), "It is not German."
    page.mouse.click(*page.evaluate(part, "button"))
    assert page.evaluate("bell.open")
    page.mouse.click(*page.evaluate(part, "header"))
    page.mouse.click(*page.evaluate(part, "mark-all"))
    page.wait_for_function("() => bell.client.getSnapshot().unreadCount === 0")
    assert page.evaluate("bell.open")
    page.get_by_role("heading", name="A product").click()
    page.wait_for_function("() => !bell.open")


def test_moved_about_it_goes_on_with_the_same_socket(acme, bell, page):
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket))
    shown = bell(acme.owner, body='<div id="a"></div><div id="b"></div>').shows(1).is_live()
    for place in ("#a", "#b", "#a", "main"):
        page.evaluate("place => document.querySelector(place).append(document.querySelector('notification-bell'))", place)
        shown.open()
        page.keyboard.press("Escape")
        expect(shown.panel).to_be_hidden()
    acme.announce("Two")
    shown.shows(2).is_live()
    assert len(sockets) == 1


def test_moved_while_it_is_open_it_can_be_opened_again(acme, bell, page):
    shown = bell(acme.owner, body='<div id="a"></div>').shows(1).open()
    page.evaluate("document.querySelector('#a').append(document.querySelector('notification-bell'))")
    expect(shown.button).to_have_attribute("aria-expanded", "false")
    shown.open()
    expect(shown.button).to_have_attribute("aria-expanded", "true")


@pytest.mark.parametrize("how", ["token", "getToken", "client"])
@pytest.mark.parametrize("when", ["before the module", "after the module"])
def test_what_it_needs_can_be_set_early_or_late(how, when, acme, blank, server):
    given = {
        "token": f'bell.setAttribute("token", "{acme.owner.token()}")',
        "getToken": f'bell.getToken = () => "{acme.owner.token()}"',
        "client": f'''const {{ NotificationClient }} = await import("{server.url}/notification-client.js")
            bell.client = new NotificationClient({{ server: "{server.url}", getToken: () => "{acme.owner.token()}" }})''',
    }[how]
    load = f'await import("{server.url}/notification-bell.js")'
    steps = [given, load] if when.startswith("before") else [load, "await new Promise(requestAnimationFrame)", given]
    shown = blank("const bell = document.querySelector('notification-bell')\n" + "\n".join(steps),
                  "<notification-bell></notification-bell>", module=None)
    shown.shows(1)
    acme.announce("Two")
    shown.shows(2).open()


def test_before_it_has_a_token_it_is_a_bell_all_the_same(blank):
    shown = blank(body="<notification-bell></notification-bell>").shows(0).open()
    expect(shown.badge).to_be_hidden()
    expect(shown.status).to_contain_text("signed out")


def test_opened_before_it_is_in_the_page_does_no_harm(acme, blank, page):
    shown = blank(f"""
        await customElements.whenDefined("notification-bell")
        const bell = document.createElement("notification-bell")
        bell.setAttribute("token", "{acme.owner.token()}")
        bell.open = true
        document.querySelector("main").append(bell)""")
    shown.shows(1)
    page.evaluate("document.querySelector('notification-bell').open = true")
    expect(shown.titles).to_have_count(1)


def test_sounds_can_be_asked_for_later(acme, bell, page):
    shown = bell(acme.owner).shows(1).is_live()
    shown.element.evaluate("bell => bell.setAttribute('sounds', 'error')")
    page.get_by_role("heading", name="A product").click()
    shown.listen("sound", prevent=True)
    shown.open()
    acme.announce("Loud", severity="error")
    assert [sound["severity"] for sound in shown.heard("sound")] == ["error"]


def test_two_copies_of_the_module_get_along(acme, blank, server, page):
    text = urllib.request.urlopen(f"{server.url}/account/notifications").read().decode()
    version = re.search("/assets/([0-9a-f]+)/", text)[1]
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket))
    shown = blank(f"""
        await import("{server.url}/assets/{version}/notification-bell.js")
        await import("{server.url}/assets/{version}/notification-elements.js")
        const bell = document.createElement("notification-bell")
        bell.setAttribute("token", "{acme.owner.token()}")
        document.querySelector("main").append(bell)""",
        f'<notification-badge token="{acme.owner.token()}"></notification-badge>')
    shown.shows(1).is_live()
    expect(page.locator("notification-badge [part=badge]")).to_have_text("1")
    acme.announce("Two")
    shown.shows(2)
    assert len(sockets) == 1


@pytest.mark.parametrize("language, known", [
    ("de_DE", "de"), ("de-AT", "de"), ("DE", "de"), ("de-", "en"), ("en-US-", "en"), ("i-x", "en"), ("fr", "en"), ("", "en"),
    ("not a language", "en")])
def test_whatever_a_page_says_its_language_is_the_bell_has_a_name(language, known, acme, bell):
    shown = bell(acme.owner, lang=language)
    expect(shown.badge).to_be_visible()
    expect(shown.button).to_have_accessible_name(NAMES[known])


def test_the_language_can_change(acme, bell, page):
    late = Traffic(page).hold(re.compile("notification-strings-de"))
    shown = bell(acme.owner).shows(1)
    shown.element.evaluate("bell => { bell.lang = 'de' }")
    late.wait()
    shown.element.evaluate("bell => { bell.lang = 'en' }")
    late.release()
    page.wait_for_load_state("networkidle")
    expect(shown.button).to_have_accessible_name(NAMES["en"])
    shown.element.evaluate("bell => { bell.lang = 'de' }")
    expect(shown.button).to_have_accessible_name(NAMES["de"])
    shown.element.evaluate("bell => bell.removeAttribute('lang')")
    expect(shown.button).to_have_accessible_name(NAMES["en"])
