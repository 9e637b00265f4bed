"""Pictures of everything, to be looked at: `SCREENSHOTS=folder script/test --browser -k screenshots`."""

import os
import re
from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.skipif("SCREENSHOTS" not in os.environ, reason="SCREENSHOTS names no folder")

SIZES = {"narrow": {"width": 360, "height": 740}, "wide": {"width": 1280, "height": 800}}
PAGES = {"list": ("/account/notifications", "notification-list"), "settings": ("/settings/notifications", "notification-settings")}

WORDS = {
    "en": ["Clustering complete", "Created 5 clusters from 50 keywords", "View clusters", "My Blog",
           "Publishing failed", "Failed to publish “Ten Tips for Better Tea”: the site did not answer"],
    "ar": ["اكتمل التجميع", "تم إنشاء 5 مجموعات من 50 كلمة مفتاحية", "عرض المجموعات", "مدونتي",
           "فشل النشر", "تعذّر نشر «عشر نصائح لشاي أفضل»: لم يستجب الموقع"],
}


@pytest.fixture
def person(account):
    """Somebody with some of everything, in that language."""
    def make(language):
        done, counts, button, site, failed, reason = WORDS[language]
        acme = account(sites=(site,))
        about = {"site_id": acme.sites[site]}
        for _ in range(2):
            acme.announce("System", severity="info")
            acme.announce(done, message=counts, severity="success", notification_type="ai_cluster_complete",
                          action_url="/planner/clusters", action_label=button)
            acme.announce(failed, message=reason, severity="error", notification_type="content_publish_failed", **about)
        acme.event("credits_low", percentage_used=80, credits_remaining=200)
        acme.announce(done, message=counts, severity="success", notification_type="ai_ideas_complete", **about,
                      action_url="/planner/ideas", action_label=button)
        for old in acme.owner.inbox()[4:]:
            acme.owner.post(f"/notifications/{old['id']}/read/")
        return acme.owner
    return make


@pytest.fixture
def view(browse):
    """A window of that kind, in which the notifications have come over several days."""
    def open_view(size, scheme, language):
        context = browse(viewport=SIZES[size], color_scheme=scheme, locale="ar" if language == "ar" else "en-GB",
                         reduced_motion="reduce")
        context.route(re.compile(r"/api/v1/notifications/\?"), _spread)
        return context.new_page()
    return open_view


def _spread(route):
    answer = route.fetch()
    body = answer.json()
    for index, notification in enumerate(body["results"]):
        moment = datetime.now(timezone.utc) - timedelta(minutes=2 + 7 * index ** 3)
        notification["created_at"] = moment.isoformat().replace("+00:00", "Z")
    route.fulfill(response=answer, json=body)


def every_look(test):
    for name, values in (("size", SIZES), ("scheme", ["light", "dark"]), ("language", WORDS)):
        test = pytest.mark.parametrize(name, list(values))(test)
    return test


@every_look
def test_screenshots_of_the_bell(size, scheme, language, person, view, bell, shot, host):
    page = view(size, scheme, language)
    style = host.style(":root { color-scheme: light dark; font-family: sans-serif; } main { text-align: end; }")
    shown = bell(person(language), tab=page, lang=language, direction="rtl" if language == "ar" else "ltr",
                 head=f'<link rel="stylesheet" href="{style}">')
    expect(shown.badge).to_be_visible()
    shown.open()
    expect(shown.items).to_have_count(8)
    shot(page, f"bell-{size}-{scheme}-{language}")


@every_look
@pytest.mark.parametrize("name", PAGES)
def test_screenshots_of_the_pages(name, size, scheme, language, person, view, shot, host, server):
    path, element = PAGES[name]
    page = view(size, scheme, language)
    host.sign_in(page.context, person(language).token())
    page.goto(server.url + path)
    page.wait_for_load_state("networkidle")
    if not page.evaluate("name => customElements.get(name) !== undefined", element):
        pytest.skip(f"<{element}> is not there yet")
    shot(page, f"{name}-{size}-{scheme}-{language}")
