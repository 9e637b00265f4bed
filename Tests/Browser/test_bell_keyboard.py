"""The bell without a mouse."""

import pytest
from playwright.sync_api import expect


def test_tab_reaches_the_bell(account, bell, page):
    shown = bell(account().owner).shows(0)
    page.keyboard.press("Tab")
    expect(shown.button).to_be_focused()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_key_opens_it_and_the_focus_goes_in(key, account, bell, page):
    acme = account()
    acme.announce_many(2)
    shown = bell(acme.owner).shows(2)
    expect(shown.button).to_have_attribute("aria-expanded", "false")
    shown.button.press(key)
    expect(shown.panel).to_be_visible()
    expect(shown.button).to_have_attribute("aria-expanded", "true")
    assert shown.focused() != "button"
    assert page.evaluate("document.activeElement.localName") == "notification-bell"


def test_escape_closes_it_and_the_focus_goes_back(account, bell, page):
    acme = account()
    acme.announce_many(2)
    shown = bell(acme.owner).shows(2).open()
    expect(shown.titles).to_have_count(2)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(shown.panel).to_be_hidden()
    expect(shown.button).to_be_focused()


def test_the_arrows_home_and_end_move_among_the_notifications(account, bell, page):
    acme = account()
    acme.announce_many(3)
    shown = bell(acme.owner).shows(3).open()
    expect(shown.titles).to_have_count(3)
    for key, index in [("ArrowDown", 0), ("ArrowDown", 1), ("End", 2), ("ArrowUp", 1), ("Home", 0), ("ArrowUp", 0)]:
        page.keyboard.press(key)
        expect(shown.titles.nth(index)).to_be_focused()


def test_enter_on_a_notification_is_as_a_click(account, bell, page, host, waits):
    acme = account()
    new = acme.announce("Clusters", action_url="/planner/clusters")
    shown = bell(acme.owner).shows(1).open()
    expect(shown.title(new)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(host.url + "/planner/clusters")
    waits(lambda: acme.owner.has_read(new), True)


def test_all_can_be_marked_read_and_undone_with_the_keyboard(account, bell, page):
    acme = account()
    acme.announce_many(2)
    shown = bell(acme.owner).shows(2).open()
    shown.mark_all.press("Enter")
    shown.shows(0)
    undo = shown.undo.get_by_role("button")
    undo.press("Enter")
    shown.shows(2)
    # What had the focus is gone; it must not be lost with it.
    assert shown.focused() == "mark-all"


def test_the_focus_stays_where_it_is_when_something_new_comes(account, bell, page):
    acme = account()
    first = acme.announce("First")
    shown = bell(acme.owner).shows(1).is_live().open()
    expect(shown.title(first)).to_be_visible()
    page.keyboard.press("ArrowDown")
    acme.announce("Second")
    expect(shown.items).to_have_count(2)
    expect(shown.title(first)).to_be_focused()


def test_a_click_elsewhere_closes_it(account, bell, page):
    shown = bell(account().owner).shows(0).open()
    page.get_by_role("heading", name="A product").click()
    expect(shown.panel).to_be_hidden()


def test_leaving_it_with_tab_closes_it(account, bell, page):
    shown = bell(account().owner, body='<button>After</button>').shows(0).open()
    for _ in range(6):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "After":
            break
    expect(page.get_by_role("button", name="After")).to_be_focused()
    expect(shown.panel).to_be_hidden()
