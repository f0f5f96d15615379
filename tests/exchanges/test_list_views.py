"""Columns of choice and saved views of the list of files: what is kept, for whom, and what others never see."""

from urllib.parse import urlencode

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from clusters.models import Role
from core.actors import Actor
from core.exceptions import InvalidInput
from exchanges.models import ListSettings, SavedView
from exchanges.services import lists
from tests.support.world import AUDIT_ENDS, make_user

pytestmark = pytest.mark.django_db
URL = reverse("exchanges:queue")
CSV = reverse("exchanges:queue_csv")


def colleague(world):
    """A second manager of the same cluster."""
    user = make_user("second@dresden.example", "Sara", "Second")
    role = Role.objects.create(user=user, kind="manager", cluster=world.clusters["dresden"])
    world.actors["colleague"] = Actor.person(user, role)
    return world.client("colleague")


def head(response):
    return [str(column.label) for column in response.context["columns"]]


def saved(world, persona="manager", **fields):
    values = {"name": "To decide", "query": "stage=decide", "shared": False, "default": False} | fields
    return lists.save_view(by=world.actor(persona), **values)


def test_columns_are_kept_for_the_hat_and_named_in_the_address(world):
    world.submitted()
    client = world.client("manager")
    answer = client.post(reverse("exchanges:columns"), {"columns": ["organisation", "kind", "sent"]})
    assert answer.url == f"{URL}?cols=reference,organisation,kind,sent"
    assert head(client.get(answer.url)) == ["Reference", "Organisation", "Kind of visitor", "Sent on"]
    # Later visits open the same way, by an address that shows the same to others.
    again = client.get(URL)
    assert (again.status_code, again.url) == (302, f"{URL}?cols=reference%2Corganisation%2Ckind%2Csent")
    text = world.client("coordinator").get(again.url).content.decode()
    assert "Small or medium-sized enterprise (SME)" in text
    assert world.client("coordinator").get(URL).status_code == 200


def test_columns_go_back_to_the_usual_ones(world):
    client = world.client("manager")
    client.post(reverse("exchanges:columns"), {"columns": ["kind"]})
    assert client.post(reverse("exchanges:columns"), {"usual": "1"}).url == URL
    assert head(client.get(URL))[-1] == "Due"
    assert ListSettings.objects.get().columns == []


def ticked(response):
    return [str(box.choice_label) for box in response.context["form"]["columns"] if box.data["selected"]]


def test_columns_stand_in_the_order_of_choice_on_the_page_and_in_the_table(world):
    sent = world.submitted()
    client, address = world.client("manager"), reverse("exchanges:columns")
    page = client.get(f"{address}?cols=reference,due,organisation")
    assert ticked(page) == ["Due", "Organisation"]
    # The arrows move a column and save nothing yet; at the end of the list they leave it where it is.
    page = client.post(address, {"columns": ["due", "organisation", "kind"], "left": "kind"})
    assert ticked(page) == ["Due", "Kind of visitor", "Organisation"]
    page = client.post(address, {"columns": ["due", "kind"], "left": "due"})
    assert ticked(page) == ["Due", "Kind of visitor"]
    page = client.post(address, {"columns": ["due", "kind"], "right": "due"})
    assert ticked(page) == ["Kind of visitor", "Due"]
    page = client.post(address, {"columns": ["due"], "right": "tags"})
    assert ticked(page) == ["Due", "Tags"]
    assert not ListSettings.objects.exists()
    answer = client.post(address, {"columns": ["due", "kind", "organisation"]})
    assert answer.url == f"{URL}?cols=reference,due,kind,organisation"
    assert head(client.get(answer.url)) == ["Reference", "Due", "Kind of visitor", "Organisation"]
    cells = client.get(answer.url).content.decode().split("<tbody>")[1]
    assert cells.index('data-label="Due"') < cells.index('data-label="Organisation"')
    text = b"".join(client.get(CSV + "?cols=due,country").streaming_content).decode("utf-8-sig")
    assert text.splitlines() == ["Reference,Due,Country", f"{sent.reference},{sent.due_on},Germany"]


def test_columns_that_do_not_exist_are_passed_over(world):
    client, address = world.client("manager"), reverse("exchanges:columns")
    page = client.post(address, {"columns": ["iban", "due"], "left": "password"})
    assert ticked(page) == ["Due"]
    assert head(client.get(URL, {"cols": "iban,due,due"})) == ["Reference", "Due"]


def test_columns_page_keeps_the_filter_of_the_list(world):
    client = world.client("manager")
    address = f"{reverse('exchanges:columns')}?stage=decide"
    assert client.post(address, {"columns": ["due"]}).url == f"{URL}?stage=decide&cols=reference,due"
    assert "Choose at least one column." in client.post(address, {}).content.decode()


def test_every_column_shows_and_sorts_and_goes_into_the_csv(world):
    from exchanges.selectors import queue, queue_columns

    accepted, sent = world.accepted(), world.submitted()
    client, cols = world.client("manager"), ",".join(queue_columns.BY_KEY)
    for order in queue.ORDERS:
        found = client.get(URL, {"cols": cols, "order": order}).context["page"].object_list
        assert {row.reference for row in found} == {accepted.reference, sent.reference}
    text = b"".join(client.get(CSV, {"cols": cols}).streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0].count(",") == len(queue_columns.fields_of(queue_columns.ALL)) - 1
    assert f"{sent.reference},Elbe Sensors GmbH,Germany,Small or medium-sized enterprise (SME)" in text


@pytest.mark.parametrize("number", [1, 3])
def test_all_columns_cost_the_same_for_each_number_of_rows(world, number, django_assert_num_queries):
    from exchanges.selectors import queue_columns

    for _ in range(number):
        world.accepted()
    client, query = world.client("manager"), {"cols": ",".join(queue_columns.BY_KEY)}
    client.get(URL, query)
    with django_assert_num_queries(8):
        client.get(URL, query)


def test_list_shows_fifty_rows_under_a_head_that_stays(world):
    from exchanges.selectors import queue_pages

    world.submitted()
    assert queue_pages.PAGE_SIZE == 50
    assert "table-scroll--tall" in world.client("manager").get(URL).content.decode()


def test_view_keeps_filter_order_and_columns(world):
    wanted = world.accepted()
    world.submitted()
    client = world.client("manager")
    query = urlencode({"stage": "matching", "order": "due", "cols": "reference,due", "page": "7"}, safe=",")
    page = client.get(f"{URL}?{query}").content.decode()
    assert (
        f'href="{reverse("exchanges:view_new")}?stage=matching&amp;order=due&amp;cols=reference,due"' in page
    )
    answer = client.post(f"{reverse('exchanges:view_new')}?{query}", {"name": " No  host yet "})
    view = SavedView.objects.get()
    assert (view.name, view.query) == ("No host yet", "stage=matching&order=due&cols=reference,due")
    shown = client.get(answer.url)
    assert [row.reference for row in shown.context["page"].object_list] == [wanted.reference]
    assert head(shown) == ["Reference", "Due"]
    assert 'aria-current="page">No host yet</a>' in shown.content.decode()


def test_private_view_is_seen_by_nobody_else(world):
    other = colleague(world)
    view = saved(world, name="My secret heap", query="q=hush")
    for client in (other, world.client("coordinator"), world.client("host_manager")):
        for page in (URL, reverse("exchanges:views")):
            assert "My secret heap" not in client.get(page).content.decode()
        # Nor by its number.
        for name in ("view_edit", "view_delete"):
            assert client.get(reverse(f"exchanges:{name}", args=[view.pk])).status_code == 404
        assert client.post(reverse("exchanges:view_default"), {"view": view.pk}).status_code == 404
        assert "hush" not in client.get(URL, {"view": view.pk}).content.decode()


def test_shared_view_is_for_the_team_only_and_changed_by_its_maker_only(world):
    other = colleague(world)
    view = saved(world, name="Our heap", shared=True)
    assert "Our heap" in other.get(URL).content.decode()
    for persona in ("coordinator", "host_manager", "finance"):
        assert "Our heap" not in world.client(persona).get(URL).content.decode()
    assert other.post(reverse("exchanges:view_delete", args=[view.pk])).status_code == 404
    assert other.post(reverse("exchanges:view_renew", args=[view.pk]), {"query": "q=x"}).status_code == 404
    assert "Shared by a colleague" in other.get(reverse("exchanges:views")).content.decode()


def test_view_of_another_hat_of_the_same_person_stays_there(world):
    manager = world.actor("manager")
    saved(world, name="As manager")
    role = Role.objects.create(
        user=manager.user, kind="auditor", partnership=world.partnership, until=AUDIT_ENDS
    )
    auditor = Actor.person(manager.user, role)
    assert list(SavedView.objects.visible_to(auditor)) == []
    assert [view.name for view in SavedView.objects.visible_to(manager)] == ["As manager"]


def test_list_opens_with_the_default_view_and_all_files_stay_in_reach(world):
    accepted, sent = world.accepted(), world.submitted()
    view = saved(world, query="stage=matching", default=True)
    client = world.client("manager")
    answer = client.get(URL)
    assert (answer.status_code, answer.url) == (302, f"{URL}?stage=matching&view={view.pk}")
    shown = client.get(answer.url)
    assert [row.reference for row in shown.context["page"].object_list] == [accepted.reference]
    assert shown.context["clear_url"] == f"{URL}?view=all"
    everything = client.get(shown.context["clear_url"]).context["page"].object_list
    assert {row.reference for row in everything} == {accepted.reference, sent.reference}
    client.post(reverse("exchanges:view_default"))
    assert client.get(URL).status_code == 200


def test_colleague_loses_the_default_when_its_maker_takes_the_view_back(world):
    other = colleague(world)
    view = saved(world, shared=True)
    other.post(reverse("exchanges:view_default"), {"view": view.pk})
    assert other.get(URL).status_code == 302
    edit = reverse("exchanges:view_edit", args=[view.pk])
    assert world.client("manager").post(edit, {"name": "Mine again"}).status_code == 302
    assert other.get(URL).status_code == 200
    assert "Mine again" not in other.get(URL).content.decode()


def test_deleting_a_view_that_lists_open_with_gives_all_files(world):
    view = saved(world, default=True)
    client = world.client("manager")
    assert "No file changes." in client.get(reverse("exchanges:view_delete", args=[view.pk])).content.decode()
    client.post(reverse("exchanges:view_delete", args=[view.pk]))
    assert client.get(URL).status_code == 200
    assert not SavedView.objects.exists()


def test_changed_filter_is_put_into_the_view(world):
    view = saved(world)
    client = world.client("manager")
    page = client.get(URL, {"stage": "question", "view": view.pk}).content.decode()
    assert "Save the change in “To decide”" in page
    client.post(reverse("exchanges:view_renew", args=[view.pk]), {"query": "stage=question&page=3"})
    view.refresh_from_db()
    assert view.query == "stage=question"
    assert "Save the change" not in client.get(URL, {"stage": "question", "view": view.pk}).content.decode()


def test_same_name_twice_is_refused_and_keeps_what_was_typed(world):
    saved(world)
    answer = world.client("manager").post(
        reverse("exchanges:view_new"), {"name": "to DECIDE", "shared": "on"}
    )
    text = answer.content.decode()
    assert "You have a view with this name already." in text
    assert 'value="to DECIDE"' in text
    view = SavedView.objects.get()
    with pytest.raises(IntegrityError, match="saved_view_name_once"), transaction.atomic():
        SavedView.objects.create(user=view.user, kind=view.kind, cluster=view.cluster, name="TO decide")


def test_views_have_an_upper_number(world, monkeypatch):
    monkeypatch.setattr(lists, "MOST_VIEWS", 1)
    saved(world)
    with pytest.raises(InvalidInput, match="Delete one"):
        saved(world, name="Another")


@pytest.mark.parametrize("persona", ["visitor", "host", "stranger"])
def test_views_and_columns_are_for_staff(world, persona):
    for name in ("views", "view_new", "columns"):
        assert world.client(persona).get(reverse(f"exchanges:{name}")).status_code == 403
    assert world.client(persona).post(reverse("exchanges:view_default")).status_code == 403


@pytest.mark.parametrize("persona", ["auditor", "support"])
def test_oversight_keeps_views_too(world, persona):
    world.add_support()
    saved(world, persona, name="Sample", default=True)
    assert world.client(persona).get(URL).status_code == 302
    assert "Only I" in world.client(persona).get(reverse("exchanges:views")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_views_costs_the_same_for_each_number_of_views(world, number, django_assert_num_queries):
    for place in range(number):
        saved(world, name=f"View {place}")
    client = world.client("manager")
    client.get(reverse("exchanges:views"))
    with django_assert_num_queries(6):
        client.get(reverse("exchanges:views"))
