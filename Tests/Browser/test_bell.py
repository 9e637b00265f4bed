"""The bell: how many are unread, and the newest."""

import re

from playwright.sync_api import expect


def test_the_badge_shows_how_many_are_unread(account, bell):
    acme = account()
    acme.announce_many(3)
    shown = bell(acme.owner).shows(3)
    expect(shown.badge).to_have_text("3")


def test_the_badge_is_hidden_when_nothing_is_unread(account, bell):
    shown = bell(account().owner).shows(0)
    expect(shown.badge).to_be_hidden()


def test_the_badge_shows_99_plus_and_its_name_the_number(account, bell):
    acme = account()
    acme.announce_many(100)
    shown = bell(acme.owner).shows(100)
    expect(shown.badge).to_have_text("99+")


def test_the_last_fifty_are_listed_newest_first(account, bell):
    acme = account()
    acme.announce_many(51)
    shown = bell(acme.owner).shows(51).open()
    expect(shown.items).to_have_count(50)
    expect(shown.titles.first).to_contain_text("Number 51")
    expect(shown.titles.last).to_contain_text("Number 2")


def test_what_is_new_comes_by_itself_and_pulses(account, bell):
    acme = account()
    shown = bell(acme.owner).shows(0).is_live().open()
    expect(shown.empty).to_be_visible()
    new = acme.announce("Just now")
    shown.shows(1)
    expect(shown.badge).to_have_class(re.compile(r"\bpulse\b"))
    expect(shown.item(new)).to_be_visible()
    expect(shown.empty).to_be_hidden()


def test_a_notification_is_shown_with_all_that_it_has(account, bell):
    acme = account(sites=("My Blog",))
    new = acme.announce("Publishing failed", message="No connection", severity="error", site_id=acme.sites["My Blog"],
                        action_url="/writer/7", action_label="Look at it")
    shown = bell(acme.owner).shows(1).open().item(new)
    expect(shown).to_have_attribute("data-severity", "error")
    expect(shown).to_have_class(re.compile(r"\bunread\b"))
    expect(shown.locator("[part=title]")).to_contain_text("Publishing failed")
    expect(shown.locator("[part=message]")).to_have_text("No connection")
    expect(shown.locator("[part=site]")).to_have_text("My Blog")
    expect(shown.locator("[part=icon] svg").first).to_be_visible()
    expect(shown.locator("time")).to_have_text("now")
    expect(shown.locator("time")).to_have_attribute("title", re.compile(r"20\d\d"))
    expect(shown.locator("a[part=action]")).to_have_text("Look at it")


def test_who_has_no_notifications_is_told_so(account, bell):
    shown = bell(account().owner).shows(0).open()
    expect(shown.empty).to_contain_text("Nothing here yet")


def test_while_the_list_is_on_its_way_it_says_loading(account, bell, page):
    acme = account()
    waiting = []
    page.route(re.compile(r"/api/v1/notifications/\?"), lambda route: waiting.append(route))
    shown = bell(acme.owner).open()
    expect(shown.panel).to_contain_text("Loading")
    for route in waiting:
        route.continue_()
    expect(shown.empty).to_contain_text("Nothing here yet")


def test_view_all_leads_to_the_page_that_the_host_names(account, bell):
    acme = account()
    expect(bell(acme.owner).open().view_all).to_have_attribute("href", re.compile(r"/account/notifications$"))
    named = bell({"token": acme.owner.token(), "view_all_url": "/everything"}).open()
    named.view_all.click()
    named.page.wait_for_url("**/everything")
