"""Our own pages: how they look, and that everybody can use them."""

import pytest
from playwright.sync_api import expect

LOOKS = {
    "wide-light": {}, "wide-dark": {"color_scheme": "dark"},
    "narrow-light": {"viewport": {"width": 320, "height": 900}},
    "narrow-dark": {"viewport": {"width": 320, "height": 900}, "color_scheme": "dark"},
    "rtl": {"locale": "ar"}, "rtl-narrow": {"locale": "ar", "viewport": {"width": 320, "height": 900}},
    "german": {"locale": "de-DE"},
}


@pytest.fixture
def busy(account):
    acme = account(sites=("My Blog",))
    acme.event("content_failed", error="The language model did not answer in time")
    acme.event("credits_low", percentage_used=80, credits_remaining=200)
    acme.event("clustering_complete", cluster_count=5, keyword_count=50)
    acme.event("wordpress_sync_success", site_id=acme.sites["My Blog"], count=3)
    acme.announce("A very long title that goes on and on " * 5, message="Averylongwordwithoutanyblanks" * 12)
    return acme


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("look", LOOKS)
def test_the_list_is_accessible_and_fits(busy, shown, browse, axe, shot, look):
    page = browse(**LOOKS[look]).new_page()
    listed = shown(busy.owner, tab=page)
    expect(listed.items).to_have_count(5)
    axe(page)
    shot(page, f"list-{look}")
    assert not scrolls_sideways(page)
    listed.items.first.locator("[part~=dismiss]").click()
    expect(listed.undo).to_be_visible()
    axe(page)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("look", LOOKS)
def test_the_settings_are_accessible_and_fit(account, settings_of, browse, axe, shot, look):
    page = browse(**LOOKS[look]).new_page()
    opened = settings_of(account().owner, tab=page)
    opened.switch("ai_cluster_complete", "enabled").uncheck()
    expect(opened.toast).to_be_visible()
    axe(page)
    shot(page, f"settings-{look}")
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("width", [640, 800, 1024])
def test_at_twice_the_size_nothing_is_cut_off(busy, shown, browse, width):
    page = browse(viewport={"width": width // 2, "height": 500}, device_scale_factor=2).new_page()
    listed = shown(busy.owner, tab=page)
    expect(listed.items).to_have_count(5)
    assert not scrolls_sideways(page)


def test_every_control_is_large_enough_to_be_hit(busy, shown, settings_of, browse):
    page = browse(viewport={"width": 320, "height": 900}).new_page()
    measure = """element => [...element.shadowRoot.querySelectorAll("button, a, select, label, input[type=date]")]
        .filter(control => control.getClientRects().length && !control.matches(".title, .hidden"))
        .map(control => [control.textContent || control.name, control.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.width < 24 || box.height < 24)).map(([name]) => name)"""
    listed = shown(busy.owner, tab=page)
    expect(listed.items).to_have_count(5)
    listed.element.get_by_role("button", name="More filters").click()
    assert [name for name in listed.element.evaluate(measure) if name not in LABELS] == []
    opened = settings_of(busy.owner, tab=page)
    expect(opened.types).to_have_count(26)
    assert opened.element.evaluate(measure) == []


# A click on the label of what is large enough itself.
LABELS = ["Category", "Type", "Site", "From", "To"]


def test_the_skip_link_leads_past_the_header(busy, shown, page):
    listed = shown(busy.owner)
    expect(listed.items).to_have_count(5)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_the_header_leads_from_page_to_page_and_says_how_many_are_unread(busy, shown, page):
    shown(busy.owner)
    expect(page.get_by_role("heading", level=1)).to_have_text("Notifications")
    here = page.get_by_role("link", name="Notifications 5 unread")
    expect(here).to_have_attribute("aria-current", "page")
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notification settings")
    expect(page).to_have_title("Notification settings · notify")
    expect(page.get_by_role("link", name="Settings")).to_have_attribute("aria-current", "page")
    expect(page.locator("notification-bell [part=badge]")).to_have_text("5")


def test_reduced_motion_moves_nothing(busy, shown, browse):
    page = browse(reduced_motion="reduce").new_page()
    listed = shown(busy.owner, tab=page)
    expect(listed.items).to_have_count(5)
    durations = listed.element.evaluate("""element => [...element.shadowRoot.querySelectorAll("*")]
        .map(each => getComputedStyle(each)).map(style => style.transitionDuration + style.animationName)""")
    assert set(durations) == {"0snone"}


def test_the_demo_signs_somebody_in_announces_and_signs_out(demo, page, axe, shot, console):
    page.goto(demo.url)
    expect(page.get_by_role("heading", level=2)).to_have_text(["Northwind Media", "Juniper Studio"])
    axe(page)
    shot(page, "demo")
    page.get_by_role("button", name="Esra Demir Owner").click()
    page.wait_for_url("**/account/notifications")
    expect(page.locator(".person")).to_have_text("Esra Demir, Juniper Studio")
    items = page.locator("notification-list [part=item]")
    expect(items.first).to_be_visible()
    before = items.count()
    axe(page)
    page.get_by_role("button", name="Warning").first.click()
    expect(items).to_have_count(before + 1)
    expect(items.first).to_have_attribute("data-severity", "warning")
    items.first.locator("[part=title]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Here is your product")
    axe(page)
    shot(page, "product")
    page.get_by_role("link", name="Back to the notifications").click()
    expect(items).to_have_count(before + 1)
    expect(items.first).not_to_have_class("unread")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who would you like to be?")
