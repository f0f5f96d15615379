"""Two browsers on one topic of a cluster's profile, and the contact who answers by mail link: no barrier, no scroll."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

from clusters.models import Cluster
from clusters.services import contacts
from core import links
from tests.support.browser import faults, follow, press
from tests.support.world import World

PAGE = "/cluster-profile/about/"


def test_second_browser_sees_both_and_chooses(page_for: Callable[..., Any]) -> None:
    first, second = page_for("manager"), page_for("manager")
    for page in (first, second):
        page.goto(PAGE)
    first.get_by_label("About the cluster").fill("Of the first.")
    press(first, "Save")
    assert first.url.endswith("/cluster-profile/")
    second.get_by_label("About the cluster").fill("Of the second.")
    press(second, "Save")
    warning = second.get_by_role("alert")
    assert "Of the first." in warning.inner_text()
    assert "Of the second." in warning.inner_text()
    assert second.get_by_label("About the cluster").input_value() == "Of the second."
    assert faults(second) == []
    follow(second, "Keep what is saved now")
    assert second.get_by_label("About the cluster").input_value() == "Of the first."


def test_contact_answers_by_link(fresh_database: str, world: World, page: Any) -> None:
    cluster = Cluster.objects.get(slug="elbe-valley")
    _link, url = links.issue(
        cluster,
        contacts.LINK_PURPOSE,
        address=cluster.contact_email,
        url_name="clusters:contact_by_link",
    )
    page.goto(url.removeprefix(settings.PORTAL_URL))
    assert faults(page) == []
    press(page, "Yes, show it")
    assert page.url.endswith("?done=yes")
    assert "Thank you, your name is shown" in page.content()
    page.goto("/directory/clusters/elbe-valley/")
    assert cluster.contact_email in page.content()
