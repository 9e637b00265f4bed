"""The bell for everybody: screen readers, dark, narrow, enlarged, right-to-left, without motion."""

import re

import pytest
from playwright.sync_api import expect

LANGUAGES = {"en": ("ltr", "Mark all read"), "de": ("ltr", None), "ar": ("rtl", None)}


@pytest.fixture
def world(account):
    """Somebody with something of each kind."""
    acme = account(sites=("My Blog",))
    for severity in ("info", "success", "warning", "error"):
        acme.announce(f"Of the kind {severity}", severity=severity, message="More about it", action_url="/planner",
                      action_label="Look", site_id=acme.sites["My Blog"])
    acme.owner.post(f"/notifications/{acme.announce('Read')['id']}/read/")
    return acme


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing(scheme, language, world, browse, bell, axe):
    page = browse(color_scheme=scheme).new_page()
    shown = bell(world.owner, tab=page, lang=language, direction=LANGUAGES[language][0])
    expect(shown.badge).to_be_visible()
    axe(page)
    shown.open()
    expect(shown.items).to_have_count(5)
    axe(page)


def test_axe_finds_nothing_in_its_other_states(account, bell, page, axe, console):
    shown = bell(account().owner).shows(0).open()
    expect(shown.empty).to_be_visible()
    axe(page)
    signed_out = bell({"token_url": "/token", "sign_in_url": "/sign-in"}).is_live("signed-out").open()
    expect(signed_out.status).to_be_visible()
    axe(page)
    console.expects("status of 401")


def test_what_is_new_is_read_out(account, bell):
    acme = account()
    shown = bell(acme.owner).shows(0).is_live()
    expect(shown.region).to_have_count(1)
    expect(shown.region).to_be_empty()
    acme.announce("Clustering complete")
    expect(shown.region).to_contain_text("Clustering complete")


def test_many_at_once_are_read_out_in_one_sentence(account, bell, page):
    acme = account()
    page.clock.install()
    shown = bell(acme.owner).shows(0).is_live()
    page.clock.pause_at(4_000_000_000_000)
    acme.announce_many(5)
    shown.shows(5)
    page.clock.run_for(1_000)
    expect(shown.region).to_contain_text("5")


def test_what_can_be_undone_is_read_out(account, bell):
    acme = account()
    acme.announce_many(2)
    shown = bell(acme.owner).shows(2).open()
    shown.mark_all.click()
    expect(shown.region).to_contain_text("2")


def test_severity_and_read_state_are_told_in_words(account, bell):
    acme = account()
    new = acme.announce("Publishing", severity="error")
    shown = bell(acme.owner).shows(1).open()
    expect(shown.title(new)).to_have_accessible_name(re.compile("Error, Unread: *Publishing"))


@pytest.mark.parametrize("motion, animation", [("reduce", "none"), ("no-preference", "pulse")])
def test_who_wants_no_motion_sees_none(motion, animation, account, browse, bell):
    acme = account()
    shown = bell(acme.owner, tab=browse(reduced_motion=motion).new_page()).shows(0).is_live()
    acme.announce()
    shown.shows(1)
    expect(shown.badge).to_have_class(re.compile("pulse"))
    assert shown.badge.evaluate("badge => getComputedStyle(badge).animationName") == animation


@pytest.mark.parametrize("direction, lang", [("ltr", "en"), ("rtl", "ar")])
def test_at_320_pixels_nothing_is_cut_off(direction, lang, world, browse, bell):
    """As when a window of 640 is enlarged to 200 %."""
    page = browse(viewport={"width": 320, "height": 480}).new_page()
    shown = bell(world.owner, tab=page, lang=lang, direction=direction).open()
    expect(shown.items).to_have_count(5)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    box = shown.panel.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320
    shown.view_all.scroll_into_view_if_needed()
    expect(shown.view_all).to_be_in_viewport()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_are_those_of_the_pages_language(language, world, bell):
    shown = bell(world.owner, lang=language, direction=LANGUAGES[language][0]).open()
    expect(shown.items).to_have_count(5)
    assert shown.panel.evaluate("panel => getComputedStyle(panel).direction") == LANGUAGES[language][0]
    english = LANGUAGES["en"][1]
    if language == "en":
        expect(shown.mark_all).to_have_text(english)
    else:
        expect(shown.mark_all).not_to_have_text(english)


def test_targets_are_large_enough(world, bell):
    """WCAG 2.2, 2.5.8: 24 by 24 pixels. A title's reaches over its whole row."""
    shown = bell(world.owner).open()
    expect(shown.items).to_have_count(5)
    for button in shown.element.locator("button:visible:not([part~=title])").all():
        box = button.bounding_box()
        assert box["width"] >= 24 and box["height"] >= 24, button.inner_html()
