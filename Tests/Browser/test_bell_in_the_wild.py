"""The bell in pages that were not made for it: their styles, their headers, their edges, their windows."""

import pytest
from harness.bell import Bell, bell_page
from playwright.sync_api import expect

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 4


@pytest.fixture
def world(account):
    acme = account(sites=("My Blog",))
    for number in range(12):
        acme.announce(f"Number {number}", message="More about it, in a sentence that needs more than one line to be told",
                      severity="error", site_id=acme.sites["My Blog"], action_url="/planner", action_label="Look")
    return acme


@pytest.fixture
def styled(host, server, page):
    """A page of the host's with a bell in `html` (at {bell}) and with its own style."""
    def embed(user, style, html="{bell}", tab=page, **details):
        sheet = host.style(style)
        element = f'<notification-bell token="{user.token()}"></notification-bell>'
        module = f'<script type="module" src="{server.url}/notification-bell.js"></script>'
        tab.goto(host.page(module + html.format(bell=element), server,
                           head=f'<link rel="stylesheet" href="{sheet}">', **details))
        return Bell(tab)
    return embed


def within_the_window(shown):
    box, window = shown.panel.bounding_box(), shown.page.evaluate("[innerWidth, innerHeight]")
    return box["x"] >= 0 and box["y"] >= 0 and box["x"] + box["width"] <= window[0] and box["y"] + box["height"] <= window[1]


def side_of(shown):
    """Where the panel is, right beside the bell; None when it is not."""
    button, panel = shown.button.bounding_box(), shown.panel.bounding_box()
    gaps = {"above": button["y"] - panel["y"] - panel["height"], "under": panel["y"] - button["y"] - button["height"]}
    return next((side for side, gap in gaps.items() if -1 <= gap <= 12), None)


def on_top(shown, locator):
    """Whether a click in the middle of it would reach the bell."""
    box = locator.bounding_box()
    return shown.page.evaluate("([x, y]) => document.elementFromPoint(x, y)?.localName", [
        box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]) == "notification-bell"


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def inner_sideways(shown):
    return shown.element.evaluate(
        "bell => { const list = bell.shadowRoot.querySelector('.scroll'); return list.scrollWidth - list.clientWidth }")


@pytest.mark.parametrize("size", ["62.5%", "50%", "10px", "200%"])
def test_targets_and_text_are_large_enough_whatever_the_root_size(size, world, styled):
    shown = styled(world.owner, f"html {{ font-size: {size}; }}").shows(12).open()
    expect(shown.items).to_have_count(12)
    for button in shown.element.locator("button:visible, [part=action]:visible").all():
        if button.get_attribute("part") != "title":
            box = button.bounding_box()
            assert box["width"] >= 24 and box["height"] >= 24, button.get_attribute("part")
    sizes = shown.element.evaluate("""bell => ["title", "message", "time", "view-all", "badge"].map(part =>
        parseFloat(getComputedStyle(bell.shadowRoot.querySelector(`[part=${part}]`)).fontSize))""")
    assert min(sizes) >= 11, sizes
    assert inner_sideways(shown) <= 0


def test_what_a_menu_does_to_its_texts_does_not_reach_into_the_panel(world, styled):
    long = world.announce("A title that is long enough to need a second line in a panel of that width, with many words")
    shown = styled(world.owner, """nav { white-space: nowrap; text-transform: uppercase; text-align: right; letter-spacing: 4px;
        line-height: 4; font-style: italic; text-indent: 3em; word-spacing: 1em; cursor: help; visibility: visible; }""",
        "<nav>{bell}</nav>").shows(13).open()
    expect(shown.items).to_have_count(13)
    message = shown.element.locator("[part=message]").first
    style = message.evaluate("""message => { const style = getComputedStyle(message)
        return [style.textTransform, style.textAlign, style.letterSpacing, style.textIndent, style.wordSpacing] }""")
    assert style[0] == "none" and style[1] in ("start", "left") and style[2] in ("normal", "0px")
    assert style[3:] == ["0px", "0px"]
    lines = "text => text.getClientRects().length"
    assert shown.title(long).locator("span").last.evaluate(lines) > 1
    assert inner_sideways(shown) <= 0


@pytest.mark.parametrize("style", [
    "header { overflow: hidden; height: 56px; }",
    "header { height: 56px; position: relative; z-index: 0; } #cover { position: relative; z-index: 9999; height: 500px; background: red; }",
    "header { height: 56px; transform: translateX(0); overflow: clip; }",
    "header { height: 56px; contain: paint; filter: grayscale(0.1); }",
], ids=["overflow", "stacking", "transform", "contain"])
def test_a_header_neither_clips_nor_covers_the_panel(style, world, styled):
    shown = styled(world.owner, style, '<header>{bell}</header><div id="cover"></div>').shows(12).open()
    expect(shown.items).to_have_count(12)
    assert within_the_window(shown)
    for part in (shown.mark_all, shown.view_all, shown.titles.first):
        assert on_top(shown, part)
    shown.titles.first.click(trial=True)


PLACES = {
    "foot": "#at { position: fixed; bottom: 0; left: 0; }",
    "foot, end": "#at { position: fixed; bottom: 0; right: 0; }",
    "end": "#at { position: fixed; top: 0; right: 0; }",
    "start": "#at { position: fixed; top: 0; left: 0; }",
    "middle": "#at { position: fixed; top: 50%; left: 50%; }",
}


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("place", PLACES)
def test_wherever_the_bell_is_the_panel_is_within_the_window(place, direction, world, styled):
    shown = styled(world.owner, PLACES[place], '<div id="at">{bell}</div>', direction=direction).shows(12).open()
    expect(shown.items).to_have_count(12)
    assert within_the_window(shown)
    assert side_of(shown) == ("above" if "foot" in place else "under" if place != "middle" else side_of(shown))
    expect(shown.view_all).to_be_in_viewport(ratio=1)
    assert shown.panel.bounding_box()["height"] > 200


def test_it_stays_at_the_bell_when_the_page_is_scrolled(world, styled, page):
    shown = styled(world.owner, "body { height: 3000px; } #at { margin-top: 300px; }", '<div id="at">{bell}</div>').shows(12).open()
    assert side_of(shown)
    top = shown.panel.bounding_box()["y"]
    page.evaluate("scrollBy(0, 200)")
    page.wait_for_function("""top => {
        const bell = document.querySelector("notification-bell")
        return bell.shadowRoot.querySelector("[part=panel]").getBoundingClientRect().top !== top
    }""", arg=top)
    assert side_of(shown) and within_the_window(shown)


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 568}, {"width": 640, "height": 360}, {"width": 280, "height": 653}],
                         ids=["narrow", "enlarged to 200 %", "folded"])
@pytest.mark.parametrize("language", ["en", "de", "ar"])
def test_nothing_goes_beyond_a_small_window(language, viewport, world, host, server, browse):
    world.announce(LONG, message=LONG, action_label=LONG[:40], action_url="/planner")
    tab = browse(viewport=viewport, device_scale_factor=2).new_page()
    tab.goto(bell_page(host, server, world.owner, lang=language, direction="rtl" if language == "ar" else "ltr"))
    shown = Bell(tab).open()
    expect(shown.items).to_have_count(13)
    shown.mark_all.click()
    expect(shown.undo).to_be_visible()
    assert sideways(tab) <= 0 and inner_sideways(shown) <= 0
    assert within_the_window(shown)
    for part in (shown.mark_all, shown.undo.get_by_role("button"), shown.view_all, shown.element.locator("[part=close]")):
        expect(part).to_be_in_viewport(ratio=1)
    close, mark_all, heading = [shown.element.locator(part).evaluate("""part => {
        const text = new Range()
        text.selectNodeContents(part)
        const { left, right, top, bottom } = text.getBoundingClientRect()
        return { left, right, top, bottom }
    }""") for part in ("[part=close]", "[part=mark-all]", "#heading")]
    assert close["top"] < heading["bottom"], "The button to close is on a line of its own."
    beside = mark_all["left"] >= heading["right"] - 1 or mark_all["right"] <= heading["left"] + 1
    assert beside or mark_all["top"] >= heading["bottom"] - 1, "Words are written over one another."


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_colours_of_ones_own_what_is_unread_still_shows(scheme, world, host, server, browse, shot):
    tab = browse(forced_colors="active", color_scheme=scheme).new_page()
    world.owner.post(f"/notifications/{world.owner.inbox()[-1]['id']}/read/")
    tab.goto(bell_page(host, server, world.owner))
    shown = Bell(tab).shows(11).open()
    expect(shown.items).to_have_count(12)
    dot, ground, edge = shown.items.first.evaluate("""row => {
        const panel = getComputedStyle(row.closest("[part=panel]"))
        return [getComputedStyle(row, "::after").backgroundColor, panel.backgroundColor, panel.borderTopStyle]
    }""")
    assert dot != ground and edge == "solid"
    severity = shown.items.first.locator("[part=icon] svg").last
    stroke, behind = severity.evaluate("svg => [getComputedStyle(svg).stroke, getComputedStyle(svg).backgroundColor]")
    assert stroke != behind
    shot(tab, f"bell-forced-colors-{scheme}")


def test_a_title_with_markup_is_text(account, bell):
    acme = account()
    markup = "<img src=x onerror=alert(1)><b>Bold</b> &amp; “quoted” \u202e"
    new = acme.announce(markup.removesuffix(" \u202e"), message="<script>alert(1)</script>\nSecond line", action_label="<i>Go</i>",
                        action_url="/planner?a=1&b=<c>")
    shown = bell(acme.owner).shows(1).open()
    expect(shown.title(new)).to_contain_text("<img src=x onerror=alert(1)><b>Bold</b> &amp; “quoted”")
    expect(shown.item(new).locator("[part=message]")).to_contain_text("<script>alert(1)</script>")
    expect(shown.item(new).locator("[part=action]")).to_have_text("<i>Go</i>")
    assert shown.item(new).evaluate("row => row.querySelectorAll('img, b, i, script').length") == 0
