"""The letter of thanks: to whom it goes, what stands in it, and that it goes once."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from tests.web import small_meeting as small
from tests.web.visitor import Visitor

from deelgenoot_web.atlas.edition import Edition
from deelgenoot_web.atlas.facts.opgaven import cluster_opgaven
from deelgenoot_web.atlas.facts.release import release
from deelgenoot_web.atlas.pages.municipality.peers import peers, question
from deelgenoot_web.letters.models import Letter
from deelgenoot_web.meetings import links
from deelgenoot_web.meetings.actions import director, joining, polls, report
from deelgenoot_web.meetings.actions.thanks import recipients
from deelgenoot_web.meetings.actions.votes import record
from deelgenoot_web.meetings.ballots import Ballot
from deelgenoot_web.meetings.models import LogLine, Meeting, Poll, Registration
from deelgenoot_web.meetings.takeaways import takeaway_for

pytestmark = pytest.mark.django_db
OUTSIDE = "GM0363"
"""A municipality that the study did not group."""


@pytest.fixture
def meeting() -> Meeting:
    """Five people of Heerlen chose the same, and one registered but did not come; it is over."""
    meeting = small.made()
    entries = [small.registered(meeting, number) for number in range(1, 7)]
    people = [joining.join_registered(registration=one) for one in entries[:5]]
    poll = Poll.objects.create(
        meeting=meeting, position=9, kind="choice", question="Verder?", options=["Ja", "Nee"]
    )
    polls.put_to_vote(by=small.person(), poll=poll, now=small.NOW)
    record([Ballot(meeting.pk, poll.pk, who.pk, 0) for who in people])
    polls.close(by=small.person(), poll=poll, now=small.NOW)
    director.close(by=small.person(), meeting=meeting, now=timezone.now())
    return meeting


@pytest.fixture
def organiser(page: Visitor) -> Visitor:
    page.client.force_login(small.person())
    return page


def _publish(meeting: Meeting) -> None:
    audience = Meeting.Audience.PARTICIPANTS
    report.publish(by=small.person(), meeting=meeting, audience=audience, now=timezone.now())


def _send(organiser: Visitor, meeting: Meeting, do: str = "send") -> str:
    sent = {"words": "Het was een mooie dag.", "do": do}
    answer = organiser.client.post(f"/beheer/{meeting.slug}/bedankbrief/", sent, follow=True)
    return " ".join(answer.content.decode().split())


def _thanks() -> list[str]:
    letters = Letter.objects.filter(key__endswith=":thanks")
    return sorted(letters.values_list("to", flat=True))


def _addresses(*numbers: int) -> list[str]:
    return [f"deelnemer{number}@voorbeeld.nl" for number in numbers]


def test_it_goes_once_to_who_came(organiser: Visitor, meeting: Meeting) -> None:
    _publish(meeting)
    assert "De bedankbrief is verstuurd op" in _send(organiser, meeting)
    assert _thanks() == _addresses(1, 2, 3, 4, 5)
    joining.join_registered(registration=Registration.objects.get(email=_addresses(6)[0]))
    assert "De bedankbrief is verstuurd op" in _send(organiser, meeting)
    assert _thanks() == _addresses(1, 2, 3, 4, 5)
    assert LogLine.objects.filter(meeting=meeting, event="thanks.sent").count() == 1


def test_it_waits_for_a_report_that_participants_may_read(
    organiser: Visitor, meeting: Meeting
) -> None:
    assert "Publiceer eerst het verslag." in _send(organiser, meeting)
    meeting.refresh_from_db()
    assert (_thanks(), meeting.thanked_at) == ([], None)


def test_who_signed_off_or_gets_no_mail_gets_none(meeting: Meeting) -> None:
    Registration.objects.filter(email=_addresses(1)[0]).update(state="cancelled")
    now = timezone.now()
    Letter.objects.create(
        key="back", to=_addresses(2)[0], made_at=now, due_at=now, given_up_at=now, is_refused=True
    )
    assert [one.email for one in recipients(meeting).order_by("pk")] == _addresses(3, 4, 5)


def test_it_says_what_came_out_and_what_is_of_the_own_municipality(
    organiser: Visitor, meeting: Meeting
) -> None:
    _publish(meeting)
    preview = _send(organiser, meeting, "preview")
    assert _thanks() == []
    _send(organiser, meeting)
    text = Letter.objects.get(to=_addresses(1)[0], key__endswith=":thanks").text
    heerlen = takeaway_for("middelgroot", small.HEERLEN, "nl")
    assert heerlen
    told = [
        "Het was een mooie dag.",
        f"Het verslag staat hier: {links.report(meeting, 'nl')}",
        "- Verder? “Ja” is het vaakst gekozen (100%).",
        f"Gemeenten elders die het meest op Heerlen lijken: {', '.join(heerlen.peers)}.",
        f"Opgaven die Heerlen deelt met Stad in transitie: {'; '.join(heerlen.opgaven)}.",
        "/gemeenten/heerlen/",
    ]
    assert [one for one in told if one not in text] == []
    assert "Zo krijgt iemand uit Heerlen hem" in preview
    assert [one for one in told if one not in preview] == []
    assert "/aanmelding/" in text
    assert "/aanmelding/" not in preview


def test_each_reads_it_in_the_own_language(organiser: Visitor, meeting: Meeting) -> None:
    Registration.objects.filter(email=_addresses(1)[0]).update(language="en", gm_code="")
    _publish(meeting)
    _send(organiser, meeting)
    text = Letter.objects.get(to=_addresses(1)[0], key__endswith=":thanks").text
    assert "The report is here: " in text
    assert "Results:" in text
    assert "Heerlen" not in text


def test_the_five_are_the_first_of_the_page_of_the_municipality() -> None:
    of = release()
    for code in of.study.selection[:3]:
        edition = Edition(of, "nl")
        with translation.override("nl"):
            rows = peers(edition, code, question({}, of.peers.themes)).rows
        takeaway = takeaway_for("middelgroot", code, "nl")
        assert takeaway
        assert takeaway.peers == tuple(row.row.name for row in rows)


def test_shared_opgaven_are_of_the_cluster_and_of_the_own_figures() -> None:
    of = release()
    member = of.typology.members[small.HEERLEN]
    takeaway = takeaway_for("middelgroot", small.HEERLEN, "nl")
    assert takeaway
    opgaven = {one.title.nl: one.id for one in of.study.challenges}
    ids = [opgaven[title] for title in takeaway.opgaven]
    assert ids
    assert all(member.evidence[one] for one in ids)
    shared = cluster_opgaven(of, of.typology.cluster(member.cluster)).to_discuss
    assert {one.id for one in shared} >= set(ids)
    guest = takeaway_for("middelgroot", OUTSIDE, "nl")
    assert guest
    assert (guest.cluster, guest.opgaven, len(guest.peers)) == ("", (), 5)
    assert takeaway_for("middelgroot", "", "nl") is None


def test_it_is_offered_after_the_end_only(organiser: Visitor, meeting: Meeting) -> None:
    for slug, n in ((meeting.slug, 1), (small.made().slug, 0)):
        for path in (f"/beheer/{slug}/", f"/beheer/{slug}/bericht/"):
            assert len(organiser(path).select("a[href$='/bedankbrief/']")) == n, path
    later = small.made()
    later.starts_at = timezone.now() + timedelta(days=1)
    assert "verstuurt u na afloop" in organiser(f"/beheer/{later.slug}/bedankbrief/").text
