"""The focus is never lost with what had it."""

import re

import pytest
from harness.traffic import API, Traffic
from playwright.sync_api import expect


def is_within(shown):
    return shown.page.evaluate("document.activeElement.localName") == "notification-bell"


def closes_with_escape(shown):
    shown.page.keyboard.press("Escape")
    expect(shown.panel).to_be_hidden()
    expect(shown.button).to_be_focused()


def test_when_the_focused_notification_is_retracted_the_focus_stays_in_the_panel(account, bell, page):
    acme = account()
    acme.announce_many(2)
    last = acme.announce("To be retracted")
    shown = bell(acme.owner).shows(3).is_live().open()
    page.keyboard.press("ArrowDown")
    expect(shown.title(last)).to_be_focused()
    acme.retract(last)
    shown.shows(2)
    expect(shown.item(last)).to_have_count(0)
    assert is_within(shown)
    closes_with_escape(shown)


def test_when_the_only_notification_is_retracted_the_focus_stays_in_the_panel(account, bell, page):
    acme = account()
    last = acme.announce("To be retracted")
    shown = bell(acme.owner).shows(1).is_live().open()
    page.keyboard.press("ArrowDown")
    expect(shown.title(last)).to_be_focused()
    acme.retract(last)
    expect(shown.empty).to_be_visible()
    assert is_within(shown)
    closes_with_escape(shown)


def test_after_try_again_the_focus_is_still_in_the_panel(account, bell, page, console):
    console.allows("status of 500")
    acme = account()
    acme.announce()
    well = Traffic(page).answer(API, status=500, json={})
    shown = bell(acme.owner).open()
    again = shown.empty.get_by_role("button")
    again.focus()
    well()
    page.keyboard.press("Enter")
    expect(shown.titles).to_have_count(1)
    assert is_within(shown)
    closes_with_escape(shown)


def test_when_the_time_to_undo_is_over_the_focus_stays_in_the_panel(account, bell, page):
    acme = account()
    acme.announce_many(2)
    page.clock.install()
    shown = bell(acme.owner).shows(2).open()
    shown.mark_all.press("Enter")
    shown.undo.get_by_role("button").focus()
    page.clock.fast_forward(60_000)
    expect(shown.undo).to_be_visible()  # As long as it has the focus.
    shown.view_all.focus()
    page.clock.run_for(100)
    page.clock.fast_forward(7_000)
    expect(shown.undo).to_be_hidden()
    expect(shown.view_all).to_be_focused()
    closes_with_escape(shown)


def test_when_everybody_elses_change_marks_it_read_the_focus_stays(account, bell, page):
    acme = account()
    new = acme.announce()
    shown = bell(acme.owner).shows(1).is_live().open()
    page.keyboard.press("ArrowDown")
    acme.owner.post(f"/notifications/{new['id']}/read/")
    shown.shows(0)
    expect(shown.title(new)).to_be_focused()


def test_escape_in_the_bell_does_not_close_what_the_bell_is_in(account, bell, page, host):
    acme = account()
    script = host.script("""document.querySelector("#modal").append(document.querySelector("notification-bell"))
        document.querySelector("#modal").showModal()""")
    shown = bell(acme.owner, body=f'<dialog id="modal">In a dialog </dialog><script src="{script}"></script>').shows(0).open()
    page.keyboard.press("Escape")
    expect(shown.panel).to_be_hidden()
    expect(page.locator("#modal")).to_be_visible()
    expect(shown.button).to_be_focused()


@pytest.mark.parametrize("how", ["hidePopover", "another"])
def test_closed_by_the_page_it_knows_that_it_is_closed(how, account, bell, page):
    """Scripts of the host's, and browsers, may close popovers."""
    acme = account()
    shown = bell(acme.owner).shows(0).open()
    if how == "hidePopover":
        shown.panel.evaluate("panel => panel.hidePopover()")
    else:
        shown.element.evaluate("bell => { bell.open = false }")
    expect(shown.panel).to_be_hidden()
    expect(shown.button).to_have_attribute("aria-expanded", "false")
    shown.button.click()
    expect(shown.panel).to_be_visible()


def test_a_click_that_the_host_takes_over_closes_it_and_the_focus_is_not_lost(account, bell, page):
    acme = account()
    new = acme.announce("Clusters", action_url="/planner/clusters")
    shown = bell(acme.owner).shows(1).open()
    shown.listen("navigate", prevent=True)
    shown.title(new).click()
    shown.heard("navigate")
    expect(shown.panel).to_be_hidden()


def test_a_new_tab_is_opened_with_the_middle_button_and_it_is_read(account, bell, page, context, waits):
    acme = account()
    new = acme.announce("Clusters", action_url="/planner/clusters")
    shown = bell(acme.owner).shows(1).open()
    with context.expect_page():
        shown.title(new).click(button="middle")
    waits(lambda: acme.owner.has_read(new), True)
    shown.title(new).click(button="right")
    assert re.search("/pages/", page.url)
    shown.shows(0)
