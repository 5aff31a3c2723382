"""The list of who comes to a session: finding, placing, cancelling, taking along."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from tests.web import small_meeting as small
from tests.web.organising import (
    address,
    announced_meeting,  # noqa: F401 - a fixture
    signed_in_organiser,  # noqa: F401 - a fixture
)
from tests.web.visitor import Visitor

from deelgenoot_web.meetings.actions import registration as registrations
from deelgenoot_web.meetings.actions.registration import Details
from deelgenoot_web.meetings.models import Meeting, Registration
from deelgenoot_web.meetings.queries.attendance import harmless

pytestmark = pytest.mark.django_db


def test_the_list_is_filtered_searched_and_sorted(organiser: Visitor, meeting: Meeting) -> None:
    for number, code in enumerate([small.HEERLEN, small.ZUTPHEN, ""], start=1):
        small.registered(meeting, number, code)
    path = address(meeting, "aanmeldingen")

    def names(**asked: str) -> list[str]:
        return [one.text for one in organiser(path, 200, **asked).select(".attendants__who a")]

    assert names(order="name") == ["Deelnemer 1", "Deelnemer 2", "Deelnemer 3"]
    assert names(words="zutp") == ["Deelnemer 2"]
    assert names(group="none") == ["Deelnemer 3"]
    assert names(group="99999999999999999999") == names()
    assert names(state="waiting") == []


def _boxes(soup: Any, *names: str) -> list[str]:
    """What a browser would send of the boxes before these people."""
    lines = [line for line in soup.select(".attendants > li") if line.a.text in names]
    return [line.input["value"] for line in lines]


def _groups(meeting: Meeting) -> list[str]:
    return [one.group.name if one.group else "" for one in meeting.registrations.all()]


def test_several_people_are_placed_at_once_and_put_back(
    organiser: Visitor, meeting: Meeting
) -> None:
    people = [small.registered(meeting, number, code) for number, code in ((1, ""), (2, ""))]
    people.append(small.registered(meeting, 3, small.HEERLEN))
    before, group = _groups(meeting), meeting.groups.all()[3]
    path = address(meeting, "aanmeldingen")
    chosen = _boxes(organiser(path, words="deel"), "Deelnemer 1", "Deelnemer 3")

    for _ in range(2):  # twice is once, and says the same
        answer = organiser.client.post(
            f"{path}?words=deel", {"who": chosen, "group": group.pk}, follow=True
        )

    assert _groups(meeting) == [group.name, "", group.name]
    assert "words=deel" in answer.redirect_chain[0][0], "what was asked of the list stays"
    said = BeautifulSoup(answer.content, "html.parser").select_one("main [role=status]")
    assert said is not None
    assert "2 mensen geplaatst" in said.text
    assert f"Van geen groep naar {group.name}: Deelnemer 1" in said.text
    assert f"Van {before[2]} naar {group.name}: Deelnemer 3" in said.text
    back = said.select_one("[name=back]")
    assert back is not None
    again = organiser.client.post(path, {"back": back["value"]}, follow=True)
    assert _groups(meeting) == before
    assert f"Van {group.name} naar geen groep: Deelnemer 1" in again.content.decode()
    assert [one.is_placed_by_hand for one in meeting.registrations.all()] == [False] * 3


def test_who_is_ticked_goes_to_the_group_of_the_own_cluster_when_that_is_chosen(
    organiser: Visitor, meeting: Meeting
) -> None:
    one, group = small.registered(meeting, 1, small.HEERLEN), meeting.groups.all()[3]
    own = one.group
    Registration.objects.update(group=group, is_placed_by_hand=True)
    path = address(meeting, "aanmeldingen")
    organiser.client.post(path, {"who": _boxes(organiser(path), "Deelnemer 1"), "group": "own"})
    one.refresh_from_db()
    assert (one.group, one.is_placed_by_hand) == (own, False)


def test_placing_nobody_or_nowhere_is_said_and_what_was_ticked_stays(
    organiser: Visitor, meeting: Meeting
) -> None:
    meeting.capacity = 2
    meeting.save()
    for number in (1, 2, 3):
        small.registered(meeting, number)
    path, group = address(meeting, "aanmeldingen"), meeting.groups.all()[3]
    everybody = [one["value"] for one in organiser(path, alle="").select("[name=who][checked]")]
    assert len(everybody) == 2, "who waits has no group"
    refused = organiser.post(path, 422, group=str(group.pk))
    assert "Vink eerst aan" in refused.text
    assert refused.select_one(f"#naar option[value='{group.pk}'][selected]")
    refused = organiser.post(path, 422, who=everybody[0], group="")
    assert "Kies in welke groep" in refused.text
    assert [one["value"] for one in refused.select("[name=who][checked]")] == everybody[:1]
    assert organiser(path, terug="x").select_one("main [role=status]") is None


def test_somebody_is_cancelled_and_the_next_moves_up(organiser: Visitor, meeting: Meeting) -> None:
    meeting.capacity = 1
    meeting.save()
    one, two = small.registered(meeting, 1), small.registered(meeting, 2)
    organiser.client.post(address(meeting, "aanmeldingen", one.pk), {"do": "cancel"})
    states = dict(meeting.registrations.values_list("pk", "state"))
    assert states == {one.pk: "cancelled", two.pk: "confirmed"}


def test_who_did_not_confirm_is_seen_and_given_a_place(
    organiser: Visitor, meeting: Meeting
) -> None:
    one = registrations.ask(
        meeting=meeting,
        email="a@voorbeeld.nl",
        language="nl",
        details=Details(name="Deelnemer 1", gm_code=small.HEERLEN),
        now=small.NOW,
    )
    assert "1 nog niet bevestigd" in organiser(address(meeting)).text
    [line] = organiser(address(meeting, "aanmeldingen"), state="asked").select(".attendants li")
    assert "nog niet bevestigd" in line.text
    path = address(meeting, "aanmeldingen", one.pk)
    organiser.client.post(path, {"do": "confirm"})
    one.refresh_from_db()
    assert one.state == "confirmed"
    assert one.group
    assert not organiser(path).select("[value=confirm]")


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(
    organiser: Visitor, meeting: Meeting
) -> None:
    field = meeting.fields.create(position=0, kind="choices", label="=Wanneer?", choices=["ma"])
    one = small.registered(meeting, 1)
    Registration.objects.filter(pk=one.pk).update(name='=HYPERLINK("x")', job="+31")
    one.answers.create(field=field, value=["ma", "di"])
    answer = organiser.client.get(address(meeting, "aanmeldingen") + "lijst.csv")
    text = answer.content.decode()
    assert text.startswith("\ufeffnaam;e-mailadres;")
    head, line = text.removeprefix("\ufeff").splitlines()
    assert head.endswith(";'=Wanneer?")
    assert line.startswith('"\'=HYPERLINK(""x"")";deelnemer1@voorbeeld.nl;Heerlen;;\'+31;')
    assert line.endswith(";ma, di")


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@a", "\t=1", "\r=1"])
def test_a_cell_that_could_be_a_formula_gets_an_apostrophe(cell: str) -> None:
    assert harmless(cell) == "'" + cell
    assert harmless("a" + cell) == "a" + cell


def test_two_groups_have_no_name_in_common(organiser: Visitor, meeting: Meeting) -> None:
    first, second = meeting.groups.all()[:2]
    path = address(meeting, "groepen")
    sent = {"name": f" {first.name.upper()} "}
    added = organiser.client.post(path, sent | {"do": "add"})
    assert (added.status_code, "Zo heet al een groep." in added.content.decode()) == (422, True)
    in_english = {"name": "Central city with challenges", "do": "add"}
    assert organiser.client.post(path, in_english).status_code == 422
    own = address(meeting, "groepen", second.pk)
    assert organiser.client.post(own, sent | {"do": "rename"}).status_code == 422
    seen = organiser(own).select("[name=seen]")[0]["value"]
    sent = {"name": second.name.upper(), "do": "rename", "seen": str(seen)}
    kept = organiser.client.post(own, sent)
    assert kept.status_code == 302
