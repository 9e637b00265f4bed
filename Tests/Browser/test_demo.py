"""`notify serve --demo`: one chooses who one is."""

import http.client
import os
import subprocess

import pytest
from playwright.sync_api import expect


def status(server, path):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse().status
    connection.close()
    return answer


def test_a_seeded_user_is_chosen_and_has_a_bell_and_the_pages(demo, page, axe):
    page.goto(demo.url + "/demo/")
    axe(page)
    page.get_by_role("button", name="Ada Okafor").click()
    page.goto(demo.url + "/account/notifications")
    expect(page.locator("notification-list [part~=item]").first).to_be_visible()
    axe(page)
    page.goto(demo.url + "/settings/notifications")
    expect(page.locator("notification-settings")).to_contain_text("Keywords imported")
    axe(page)


@pytest.mark.parametrize("path", ["/demo/", "/demo/token"])
def test_without_demo_there_is_no_sign_in(path, server):
    assert status(server, path) == 404


def test_the_demo_is_for_this_machine_alone(program, tmp_path):
    ended = subprocess.run(
        [program, "serve", "--demo", "--host", "0.0.0.0", "--port", "0"], cwd=tmp_path, timeout=60, text=True,
        env={"PATH": os.environ["PATH"], "NOTIFY_DATA_DIR": str(tmp_path), "JWT_SECRET": "x" * 40}, capture_output=True)
    assert ended.returncode != 0 and "demo" in ended.stderr
