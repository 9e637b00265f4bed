"""Two tabs of one browser: one socket, one state, and nothing of one person's for the next."""

import pytest
from playwright.sync_api import expect


@pytest.fixture
def sockets(context):
    """Counts the open sockets of all tabs."""
    opened = []
    context.on("page", lambda page: page.on("websocket", lambda socket: opened.append((page, socket))))
    return lambda: sum(not page.is_closed() and not socket.is_closed() for page, socket in opened)


@pytest.fixture
def tabs(context, sockets):
    return context.new_page(), context.new_page()


def test_two_tabs_have_one_socket_and_both_hear(tabs, sockets, account, bell):
    acme = account()
    first, second = [bell(acme.owner, tab=tab).shows(0).is_live() for tab in tabs]
    assert sockets() == 1
    acme.announce("For both")
    for shown in (first, second):
        shown.shows(1)
        expect(shown.open().titles.first).to_contain_text("For both")
    assert sockets() == 1


def test_what_is_read_in_one_tab_is_read_in_the_other(tabs, account, bell):
    acme = account()
    new = acme.announce("Read me")
    first, second = [bell(acme.owner, tab=tab).shows(1).is_live() for tab in tabs]
    first.open().title(new).click()
    first.shows(0)
    second.shows(0)


def test_what_waits_for_an_undo_in_one_tab_shows_in_the_other(tabs, account, bell):
    acme = account()
    acme.announce_many(3)
    first, second = [bell(acme.owner, tab=tab).shows(3).is_live() for tab in tabs]
    first.open().mark_all.click()
    second.shows(0)
    first.undo.get_by_role("button").click()
    for shown in (first, second):
        shown.shows(3)
    assert acme.owner.unread == 3


def test_when_the_tab_with_the_socket_is_closed_the_other_takes_over(tabs, sockets, account, bell):
    acme = account()
    bell(acme.owner, tab=tabs[0]).shows(0).is_live()
    second = bell(acme.owner, tab=tabs[1]).shows(0).is_live()
    tabs[0].close()
    acme.announce("Still here")
    second.shows(1).is_live()
    acme.announce("And here")
    second.shows(2)
    assert sockets() == 1


def test_a_tab_of_the_next_person_hears_nothing_of_the_last(tabs, sockets, account, bell):
    acme = account(roles=("owner", "editor"))
    owner, editor = acme.users
    first = bell(owner, tab=tabs[0]).shows(0).is_live()
    second = bell(editor, tab=tabs[1]).shows(0).is_live()
    assert sockets() == 2
    acme.announce("For the owner alone", user_id=owner.id)
    first.shows(1)
    acme.announce("For both")
    first.shows(2)
    second.shows(1)
    expect(second.open().items).to_have_count(1)


def test_who_is_signed_in_instead_sees_nothing_of_the_last(context, page, host, account, bell):
    """The token of the first has expired; the host gives that of the second."""
    acme = account(roles=("owner", "editor"))
    owner, editor = acme.users
    secret = acme.announce("For the owner alone", user_id=owner.id)
    host.sign_in(context, owner.token())
    shown = bell({"token_url": "/token"}).shows(1).open()
    expect(shown.item(secret)).to_be_visible()
    host.sign_in(context, editor.token())
    page.reload()
    shown.shows(0).open()
    expect(shown.item(secret)).to_have_count(0)


def test_a_sound_is_made_in_one_tab_only(tabs, account, bell):
    acme = account()
    shown = [bell({"token": acme.owner.token(), "sounds": "error"}, tab=tab).shows(0).is_live() for tab in tabs]
    for one in shown:
        one.listen("sound", prevent=True)
        one.listen("received")
        one.page.bring_to_front()
        one.open()  # Browsers make no sound before somebody has done something.
    acme.announce("Quiet", severity="warning")
    acme.announce("Loud", severity="error")
    for one in shown:
        one.heard("received", 2)
    sounds = [sound for one in shown for sound in one.page.evaluate("window.heard") if sound["event"] == "sound"]
    assert [sound["severity"] for sound in sounds] == ["error"]


def test_there_is_no_sound_unless_it_is_asked_for(page, account, bell):
    acme = account()
    shown = bell(acme.owner).shows(0).is_live().open()
    shown.listen("sound")
    shown.listen("received")
    acme.announce("Loud", severity="error")
    assert [event["event"] for event in shown.heard("received")] == ["received"]
    assert page.evaluate("window.heard.filter(heard => heard.event === 'sound')") == []
