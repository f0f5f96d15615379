"""Two browsers on one topic of a cluster's profile, and the contact who answers by mail link: no barrier, no scroll."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings

from clusters.models import Cluster
from clusters.services import contacts
from core import links
from tests.support.browser import NARROW, accessibility_problems, overflow
from tests.support.world import World

LOOKS = [
    pytest.param({"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"}, id="light-wide"),
    pytest.param({"viewport": NARROW, "color_scheme": "dark"}, id="dark-narrow"),
]
PAGE = "/cluster-profile/about/"


@pytest.mark.parametrize("look", LOOKS)
def test_second_browser_sees_both_and_chooses(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str, look: dict[str, Any]
) -> None:
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": world.client("manager").cookies[name].value, "url": server}
    first, second = new_page(**look), new_page(**look)
    for page in (first, second):
        page.context.add_cookies([cookie])
        page.goto(PAGE)
    first.get_by_label("About the cluster").fill("Of the first.")
    first.get_by_role("button", name="Save").click()
    first.wait_for_url("**/cluster-profile/")
    second.get_by_label("About the cluster").fill("Of the second.")
    second.get_by_role("button", name="Save").click()
    warning = second.get_by_role("alert")
    assert "Of the first." in warning.inner_text()
    assert "Of the second." in warning.inner_text()
    assert second.get_by_label("About the cluster").input_value() == "Of the second."
    assert (accessibility_problems(second), overflow(second)) == ([], 0)
    second.get_by_role("link", name="Keep what is saved now").click()
    assert second.get_by_label("About the cluster").input_value() == "Of the first."


@pytest.mark.parametrize("look", LOOKS)
def test_contact_answers_by_link(
    fresh_database: str, world: World, new_page: Callable[..., Any], server: str, look: dict[str, Any]
) -> None:
    cluster = Cluster.objects.get(slug="elbe-valley")
    _link, url = links.issue(
        cluster,
        contacts.LINK_PURPOSE,
        address=cluster.contact_email,
        url_name="clusters:contact_by_link",
    )
    page = new_page(**look)
    page.goto(url.removeprefix(settings.PORTAL_URL))
    assert (accessibility_problems(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Yes, show it").click()
    page.wait_for_url("**?done=yes")
    assert "Thank you, your name is shown" in page.content()
    page.goto("/directory/clusters/elbe-valley/")
    assert cluster.contact_email in page.content()
