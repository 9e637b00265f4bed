"""That the harness finds what it is there to find."""

import pytest
from playwright.sync_api import expect

from harness.accounts import Refused


def test_a_token_reads_what_was_announced(account):
    acme = account(roles=("owner", "editor"), sites=("My Blog",))
    owner, editor = acme.users
    first = acme.announce("First", severity="warning", site_id=acme.sites["My Blog"])
    acme.event("clustering_complete", cluster_count=5, keyword_count=50)
    assert [item["title"] for item in owner.inbox()][1] == "First"
    assert owner.unread == 2
    owner.post(f"/notifications/{first['id']}/read/")
    assert owner.has_read(first) and not editor.has_read(first)
    acme.retract(first)
    with pytest.raises(Refused, match="404"):
        editor.has_read(first)


def test_a_page_of_another_origin_loads_a_module(page, host, server):
    script = host.script("document.querySelector('p').textContent = 'ran'")
    page.goto(host.page(f'<p>not yet</p><script type="module" src="{script}"></script>', server))
    expect(page.locator("p")).to_have_text("ran")


def test_what_the_console_says_fails_the_test(page, host, server, console):
    script = host.script("console.warn('beware'); fetch('http://127.0.0.1:9/').catch(() => {}); throw new Error('oh no')")
    page.goto(host.page(f'<p>Hello</p><script src="{script}"></script>', server))
    page.wait_for_function("true")
    with pytest.raises(AssertionError, match="beware"):
        console.check()
    console.expects("beware", "uncaught: .*oh no", "Content Security Policy")
    console.allows("Fetch API cannot load", "failed: GET http://127.0.0.1:9/")


def test_what_the_console_should_say_and_does_not_fails_the_test(console):
    console.expects("never said")
    with pytest.raises(AssertionError, match="should have complained"):
        console.check()
    console._expected.clear()


def test_axe_finds_what_is_wrong_within_a_shadow_tree(page, host, server, axe):
    script = host.script("""
        const button = document.createElement("button")
        document.querySelector("p").attachShadow({ mode: "open" }).append(button)""")
    page.goto(host.page("<p></p>", server))
    axe(page)
    page.goto(host.page(f'<p></p><script src="{script}"></script>', server))
    with pytest.raises(AssertionError, match="button-name"):
        axe(page)


def test_the_host_gives_each_browser_the_token_of_who_is_signed_in(browse, host, server):
    first, second = browse(), browse()
    host.sign_in(first, "one")
    host.sign_in(second, lambda: "two")
    for context, token in ((first, "one"), (second, "two")):
        page = context.new_page()
        page.goto(host.page("<p>Hello</p>", server))
        assert page.evaluate("fetch('/token').then(answer => answer.json())") == {"token": token}


def test_a_server_of_the_tests_own_comes_back_with_its_data(own_server, account):
    acme = account(on=own_server)
    acme.announce("Before")
    own_server.kill()
    own_server.start()
    assert [item["title"] for item in acme.owner.inbox()] == ["Before"]
    own_server.stop()
    own_server.start()
    assert acme.owner.unread == 1
