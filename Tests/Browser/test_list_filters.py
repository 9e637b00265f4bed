"""What narrows the list down, and how the page's address keeps it."""

import re
from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect


@pytest.fixture
def mixed(account):
    """One of each severity, of three types, on two sites."""
    acme = account(sites=("My Blog", "Shop"))
    acme.announce("An error", severity="error", notification_type="ai_content_failed", site_id=acme.sites["My Blog"])
    acme.announce("A warning", severity="warning", notification_type="credits_low")
    acme.announce("A success", severity="success", notification_type="ai_cluster_complete", site_id=acme.sites["Shop"])
    acme.announce("An information", severity="info")
    return acme


def test_several_severities_are_shown_together(mixed, shown, page):
    listed = shown(mixed.owner).shows(4)
    listed.check("Error")
    listed.titled("An error").shows(1)
    listed.check("Warning")
    listed.titled("A warning", "An error").shows(2)
    assert "severity=error" in page.url and "severity=warning" in page.url
    expect(listed.said).to_have_text("2 notifications")


def test_what_is_read_and_what_is_not(mixed, shown, page):
    newest = mixed.owner.inbox()[0]
    mixed.owner.post(f"/notifications/{newest['id']}/read/")
    listed = shown(mixed.owner).shows(4)
    listed.check("Unread")
    listed.shows(3)
    listed.element.locator(".segments label", has_text=re.compile("^Read$")).click()
    listed.titled("An information")
    assert "is_read=true" in page.url


def test_by_category_and_by_site(mixed, shown, page):
    listed = shown(mixed.owner).shows(4)
    listed.control("Category").select_option("AI operations")
    listed.titled("A success", "An error")
    listed.control("Site").select_option("Shop")
    listed.titled("A success")
    assert f"site={mixed.sites['Shop']}" in page.url and "category=ai_operations" in page.url


def test_several_types_are_chosen_by_category(mixed, shown, page):
    listed = shown(mixed.owner).shows(4)
    picker = listed.element.locator("#type")
    expect(picker).to_have_accessible_name("Type All types")
    picker.click()
    types = listed.element.locator("#types")
    expect(types.get_by_role("group", name="AI operations").get_by_role("checkbox")).to_have_count(10)
    types.get_by_label("Clustering complete").check()
    types.get_by_label("Credits running low").check()
    listed.titled("A success", "A warning")
    expect(picker).to_have_text("2 types")
    page.keyboard.press("Escape")
    expect(types).to_be_hidden()
    expect(picker).to_be_focused()
    picker.click()
    listed.count.click()
    expect(types).to_be_hidden()


def test_by_days_where_the_user_is(browse, account, shown):
    acme = account()
    acme.announce("Hello")
    tab = browse(timezone_id="Pacific/Kiritimati").new_page()
    today = datetime.now(timezone(timedelta(hours=14))).date()
    listed = shown(acme.owner, f"?from={today}&to={today}", tab=tab).shows(1)
    listed.control("To").fill(str(today - timedelta(days=1)))
    listed.control("From").fill(str(today - timedelta(days=1)))
    expect(listed.empty).to_contain_text("Nothing matches")
    listed.control("To").fill(str(today))
    listed.shows(1)
    listed.control("From").fill(str(today + timedelta(days=1)))
    listed.control("To").fill("")
    expect(listed.empty).to_contain_text("Nothing matches")


def test_the_address_is_what_is_shown_also_after_a_reload_and_with_the_back_button(mixed, shown, page):
    listed = shown(mixed.owner, "?mode=compact").shows(4)
    listed.check("Error")
    listed.shows(1)
    listed.control("Category").select_option("Credits")
    listed.shows(0)
    assert "mode=compact" in page.url
    page.reload()
    listed.shows(0)
    expect(listed.control("Category")).to_have_value("credits")
    page.go_back()
    listed.titled("An error")
    expect(listed.control("Category")).to_have_value("")
    page.go_back()
    listed.shows(4)
    expect(listed.element.get_by_role("checkbox", name="Error")).not_to_be_checked()
    page.go_forward()
    listed.titled("An error")
    expect(listed.element.get_by_role("checkbox", name="Error")).to_be_checked()
    assert "mode=compact" in page.url


@pytest.mark.parametrize("query", [
    "severity=bad", "type=no_such_type", "type=%3Cb%3E", "category=none", "is_read=perhaps", "site=999999999999",
    "site=x", "from=yesterday", "to=2026-02-30", "cursor=%00", "cursor=b99999999999999999999", "page=7&page_size=0",
])
def test_what_makes_no_sense_in_the_address_is_ignored(mixed, shown, query):
    shown(mixed.owner, f"?{query}").shows(4)


def test_several_values_of_the_address_hold_and_only_those_that_make_sense(mixed, shown):
    shown(mixed.owner, "?severity=error&severity=bad&severity=info").titled("An information", "An error")
    shown(mixed.owner, "?type=credits_low&type=nothing&type=ai_cluster_complete").titled("A success", "A warning")


def test_when_nothing_matches_the_filters_can_be_cleared(mixed, shown, page):
    listed = shown(mixed.owner, "?severity=error&category=credits&mode=compact").shows(0)
    expect(listed.empty).to_contain_text("Nothing matches these filters")
    listed.empty.get_by_role("button", name="Clear filters").click()
    listed.shows(4)
    expect(listed.count).to_be_focused()
    assert page.url.endswith("?mode=compact")
    listed.check("Error")
    listed.shows(1)
    listed.clear.click()
    listed.shows(4)
    expect(listed.clear).to_have_attribute("aria-disabled", "true")


def test_what_is_new_comes_into_a_narrowed_list_only_when_it_belongs_there(mixed, shown):
    listed = shown(mixed.owner, "?severity=error").shows(1).is_live()
    mixed.announce("No error", severity="info")
    mixed.announce("Another error", severity="error")
    listed.titled("Another error", "An error")


def test_more_than_ten_thousand_are_said_so(mixed, shown, page):
    def many(route):
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"count": 10_000, "count_exact": False})

    page.route(re.compile(r"/api/v1/notifications/\?.*cursor"), many)
    listed = shown(mixed.owner)
    expect(listed.count).to_have_text("10,000+ notifications")


def test_on_a_narrow_page_the_lesser_filters_unfold(mixed, shown, browse):
    tab = browse(viewport={"width": 320, "height": 800}).new_page()
    listed = shown(mixed.owner, "?category=credits", tab=tab).shows(1)
    more = listed.element.get_by_role("button", name="More filters (1)")
    expect(listed.control("Category")).to_be_hidden()
    more.click()
    expect(more).to_have_attribute("aria-expanded", "true")
    listed.control("Category").select_option("All categories")
    listed.shows(4)
