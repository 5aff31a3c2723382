"""What groups bring back, what recurs, and the options of the closing vote."""

import pytest
from tests.web.small_meeting import made, person

from deelgenoot_web.meetings.actions import harvest as harvests
from deelgenoot_web.meetings.actions.harvest import HarvestText, Top
from deelgenoot_web.meetings.models import Bundle, BundleEntry, Harvest, Meeting, Poll

pytestmark = pytest.mark.django_db


def _save(meeting: Meeting, archetype: str, *tops: Top, version: int = 0) -> Harvest:
    group = meeting.groups.get(archetype=archetype)
    written = HarvestText(tops, "Onze opgave", "Wat werkt", "Wat nodig is")
    return harvests.save(by=person(), group=group, words=written, version=version)


def _bundles(meeting: Meeting) -> dict[str, list[tuple[str, int]]]:
    return {
        bundle.title: [
            (entry.harvest.group.archetype, entry.rank)
            for entry in bundle.entries.order_by("harvest__group__position")
        ]
        for bundle in meeting.bundles.all()
    }


def test_saving_over_what_somebody_else_saved_is_refused_and_loses_nothing() -> None:
    meeting = made()
    _save(meeting, "werkstad", Top("Wonen"))
    _save(meeting, "werkstad", Top("Zorg"), version=1)
    with pytest.raises(harvests.StaleError) as refused:
        _save(meeting, "werkstad", Top("Werk"), version=1)
    assert refused.value.now.top == [{"text": "Zorg", "challenge_id": ""}]


def test_no_more_than_three_stand_on_top() -> None:
    kept = _save(made(), "werkstad", *(Top(text) for text in "abcd"))
    assert [one["text"] for one in kept.top] == ["a", "b", "c"]


def test_the_same_opgave_and_the_same_words_of_several_groups_are_suggested() -> None:
    meeting = made()
    _save(meeting, "werkstad", Top("Passend wonen", "wonen"), Top("Scholen"))
    _save(meeting, "voorstad", Top("Wonen voor iedereen", "wonen"), Top("Een school"))
    _save(meeting, "landelijke-stad", Top("school"), Top("passend wonen"))
    assert harvests.suggest(by=person(), meeting=meeting) == 2
    found = _bundles(meeting)
    assert sorted(found.values()) == [
        [("werkstad", 1), ("voorstad", 1), ("landelijke-stad", 2)],
        [("werkstad", 2), ("landelijke-stad", 1)],
    ]


def test_what_one_group_says_twice_is_not_shared() -> None:
    meeting = made()
    _save(meeting, "werkstad", Top("Wonen"), Top("wonen"))
    assert harvests.suggest(by=person(), meeting=meeting) == 0


def test_suggesting_again_leaves_what_was_confirmed_and_makes_the_rest_anew() -> None:
    meeting = made()
    for archetype in ("werkstad", "voorstad"):
        _save(meeting, archetype, Top("Wonen"), Top("Zorg"))
    harvests.suggest(by=person(), meeting=meeting)
    confirmed = Bundle.objects.get(title="Wonen")
    harvests.confirm(by=person(), bundle=confirmed, title="Wonen voor iedereen")
    harvests.suggest(by=person(), meeting=meeting)
    assert set(_bundles(meeting)) == {"Wonen voor iedereen", "Zorg"}
    assert Bundle.objects.get(title="Wonen voor iedereen").pk == confirmed.pk


def test_a_line_stands_in_one_bundle_only_and_an_empty_bundle_goes() -> None:
    meeting = made()
    first = _save(meeting, "werkstad", Top("Wonen"))
    second = _save(meeting, "voorstad", Top("Wonen"))
    harvests.suggest(by=person(), meeting=meeting)
    other = Bundle.objects.create(meeting=meeting, title="Anders")
    harvests.put_in(by=person(), bundle=other, harvest=first, rank=1)
    assert _bundles(meeting) == {"Wonen": [("voorstad", 1)], "Anders": [("werkstad", 1)]}
    entry = other.entries.get()
    harvests.take_out(by=person(), entry=entry)
    assert set(_bundles(meeting)) == {"Wonen"}
    third = Bundle.objects.create(meeting=meeting, title="Weer anders")
    harvests.put_in(by=person(), bundle=third, harvest=Harvest.objects.get(pk=second.pk), rank=1)
    assert _bundles(meeting) == {"Weer anders": [("voorstad", 1)]}
    _save(meeting, "voorstad", Top("Groen"), version=1)
    assert _bundles(meeting) == {}


def test_a_shorter_top_takes_its_lines_out_of_bundles() -> None:
    meeting = made()
    for archetype in ("werkstad", "voorstad"):
        _save(meeting, archetype, Top("Wonen"), Top("Zorg"))
    harvests.suggest(by=person(), meeting=meeting)
    _save(meeting, "werkstad", Top("Wonen"), version=1)
    assert _bundles(meeting)["Zorg"] == [("voorstad", 2)]


def test_a_line_that_was_gone_before_it_was_put_in_a_bundle_is_refused_or_goes() -> None:
    meeting = made()
    early = _save(meeting, "werkstad", Top("Wonen"), Top("Zorg"))
    _save(meeting, "werkstad", Top("Wonen"), version=1)
    bundle = Bundle.objects.create(meeting=meeting, title="Zorg")
    with pytest.raises(ValueError, match="own meeting"):
        harvests.put_in(by=person(), bundle=bundle, harvest=early, rank=2)
    # As suggesting leaves it that read the top before.
    BundleEntry.objects.create(bundle=bundle, harvest=early, rank=2)
    _save(meeting, "werkstad", Top("Groen"), version=2)
    assert _bundles(meeting) == {}


def test_lines_of_bundles_go_along_when_the_top_changes_order() -> None:
    meeting = made()
    _save(meeting, "werkstad", Top("Wonen"), Top("Zorg dichtbij", "zorg"), Top("Groen"))
    _save(meeting, "voorstad", Top("Wonen"), Top("Zorg", "zorg"))
    harvests.suggest(by=person(), meeting=meeting)
    for bundle in meeting.bundles.all():
        harvests.confirm(by=person(), bundle=bundle, title=bundle.title)
    pks = set(BundleEntry.objects.values_list("pk", flat=True))

    _save(meeting, "werkstad", Top("Zorg", "zorg"), Top("De woning"), Top("wonen"), version=1)

    assert _bundles(meeting) == {
        "Wonen": [("werkstad", 3), ("voorstad", 1)],
        "Zorg dichtbij": [("werkstad", 1), ("voorstad", 2)],
    }
    assert set(BundleEntry.objects.values_list("pk", flat=True)) == pks
    assert harvests.closing_options(meeting) == ["Wonen", "Zorg dichtbij"]


def test_an_opgave_that_is_gone_leaves_its_bundle_and_no_other_takes_its_place() -> None:
    meeting = made()
    for archetype in ("werkstad", "voorstad"):
        _save(meeting, archetype, Top("Wonen"), Top("Zorg"))
    harvests.suggest(by=person(), meeting=meeting)
    _save(meeting, "werkstad", Top("Groen"), Top("Zorg"), version=1)
    assert _bundles(meeting) == {
        "Wonen": [("voorstad", 1)],
        "Zorg": [("werkstad", 2), ("voorstad", 2)],
    }


def test_a_line_of_another_meeting_or_that_is_not_there_is_refused() -> None:
    meeting = made()
    kept = _save(meeting, "werkstad", Top("Wonen"))
    bundle = Bundle.objects.create(meeting=meeting, title="Wonen")
    with pytest.raises(ValueError, match="own meeting"):
        harvests.put_in(by=person(), bundle=bundle, harvest=kept, rank=2)
    foreign = Bundle.objects.create(meeting=made(), title="Wonen")
    with pytest.raises(ValueError, match="own meeting"):
        harvests.put_in(by=person(), bundle=foreign, harvest=kept, rank=1)


def test_the_closing_vote_is_over_what_was_confirmed_and_what_stands_alone_on_top() -> None:
    meeting = made()
    _save(meeting, "werkstad", Top("Wonen"), Top("Zorg"))
    _save(meeting, "voorstad", Top("wonen"), Top("Groen"))
    _save(meeting, "landelijke-stad", Top("Stikstof"), Top("Zorg"))
    harvests.suggest(by=person(), meeting=meeting)
    harvests.confirm(by=person(), bundle=Bundle.objects.get(title="Wonen"), title="Wonen")
    first = harvests.make_closing_vote(by=person(), meeting=meeting, question="Verder met?")
    second = harvests.make_closing_vote(by=person(), meeting=meeting, question="Verder met?")
    assert second.options == ["Wonen", "Stikstof"]
    assert second == first, "twice is once"
    harvests.make_closing_vote(by=person(), meeting=meeting, question="Waarmee verder?")
    assert not Poll.objects.filter(pk=first.pk).exists()
