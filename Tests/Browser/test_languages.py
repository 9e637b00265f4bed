"""German, Arabic, and languages of a host's own."""

import re

import pytest
from playwright.sync_api import expect


def test_the_page_is_in_the_browsers_language(account, shown, browse):
    acme = account()
    acme.announce("Hallo")
    page = browse(locale="de-AT").new_page()
    listed = shown(acme.owner, tab=page)
    expect(listed.count).to_have_text("1 Benachrichtigung")
    expect(page.locator("html")).to_have_attribute("lang", "de-AT")
    expect(page).to_have_title("Benachrichtigungen · notify")
    expect(page.get_by_role("heading", level=1)).to_have_text("Benachrichtigungen")
    expect(listed.days.locator("h3")).to_have_text("Heute")
    expect(listed.items.locator("time")).to_have_text("jetzt")
    expect(listed.items.locator("[part~=dismiss]")).to_have_text("Entfernen")
    expect(page.locator("notification-bell [part=button]")).to_have_accessible_name("Benachrichtigungen, 1 ungelesen")


def test_the_address_may_ask_for_a_language_and_keeps_it(account, shown, page):
    shown(account().owner, "?lang=de")
    expect(page.get_by_role("heading", level=1)).to_have_text("Benachrichtigungen")
    page.get_by_role("link", name="Einstellungen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Einstellungen für Benachrichtigungen")
    assert page.url.endswith("?lang=de")


def test_a_language_that_is_not_there_is_english(account, shown, browse):
    page = browse(locale="fi-FI").new_page()
    listed = shown(account().owner, "?lang=xx", tab=page).shows(0)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(listed.empty).to_contain_text("Nothing here yet")


@pytest.mark.parametrize("count, text", [
    (1, "إشعار واحد"), (2, "إشعاران"), (3, "3 إشعارات"), (11, "11 إشعارًا"),
])
def test_arabic_has_a_form_for_each_number_and_runs_from_right_to_left(account, shown, browse, count, text):
    acme = account()
    acme.announce_many(count)
    page = browse(locale="ar-EG-u-nu-latn").new_page()
    listed = shown(acme.owner, "?lang=ar", tab=page)
    expect(listed.count).to_have_text(text)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    box, button = listed.count.bounding_box(), listed.mark_all.bounding_box()
    assert box["x"] > button["x"]


def test_types_and_categories_are_translated(account, settings_of, browse):
    page = browse(locale="de-DE").new_page()
    opened = settings_of(account().owner, tab=page)
    expect(opened.element.get_by_role("heading", level=2).first).to_have_text("KI-Vorgänge")
    expect(opened.type("credits_depleted").locator("[part=name]")).to_have_text("Guthaben aufgebraucht")
    expect(opened.type("credits_depleted").locator(".hint")).to_have_text("Immer an: zu wichtig, um übersehen zu werden.")


def test_an_element_may_have_another_language_than_its_page(account, page, host, server):
    owner = account().owner
    module = f'<script type="module" src="{server.url}/notification-elements.js"></script>'
    list_ = f'<notification-list lang="de" token="{owner.token()}"></notification-list>'
    page.goto(host.page(module + list_, server))
    expect(page.locator("[part=count]")).to_have_text("Keine Benachrichtigungen")
    page.locator("notification-list").evaluate("element => element.lang = 'en'")
    expect(page.locator("[part=count]")).to_have_text("No notifications")


def test_a_host_adds_a_language_of_its_own(account, page, host, server):
    owner = account().owner
    script = host.script(f"""
        import {{ addLanguage }} from "{server.url}/notification-elements.js"
        addLanguage("fr", {{ results: {{ zero: "Aucune notification", other: "{{count}} notifications" }} }})
        const list = document.createElement("notification-list")
        list.lang = "fr"
        list.setAttribute("token", "{owner.token()}")
        document.querySelector("main").append(list)""")
    page.goto(host.page(f'<script type="module" src="{script}"></script>', server))
    expect(page.locator("[part=count]")).to_have_text("Aucune notification")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_every_text_is_translated_with_its_words_and_forms(page, host, server, language):
    texts = {}
    for name in ("notification-elements.js", f"notification-strings-{language}.js"):
        answer = page.request.get(f"{server.url}/{name}")
        texts[name] = answer.text()
    ours = texts[f"notification-strings-{language}.js"]
    english = [re.search(rf"^const {name} = (\{{.*?^\}})", texts["notification-elements.js"], re.DOTALL | re.MULTILINE)[1]
               for name in ("en", "moreEnglish")]
    page.goto(host.page("<p>Hello</p>", server, csp=None))
    en = page.evaluate(f"() => ({{...{english[0]}, ...{english[1]}}})")
    other = page.evaluate(f"() => ({ours[ours.index('{'):]})")
    forms = set(page.evaluate(
        "language => new Intl.PluralRules(language).resolvedOptions().pluralCategories", language))
    for name, text in en.items():
        assert name in other, f"{name} is missing"
        if name in ("categories", "types", "direction"):
            continue
        assert type(text) is type(other[name]), name
        if isinstance(text, str):
            assert words(text) == words(other[name]), name
        else:
            assert forms <= set(other[name]), name
            assert words(text["other"]) == words(other[name]["other"]), name


def words(text):
    return sorted(re.findall(r"\{\w+\}", text))
