"""What people who lead a meeting did in it: to which part, and nothing of what that says."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.meetings.models.meeting import Group, Meeting


class LogEvent(models.TextChoices):
    """What somebody did, as a sentence. It names a part by its number and a group by its name."""

    MEETING_MADE = "meeting.made", _("De bijeenkomst is gemaakt.")
    MEETING_COPIED = "meeting.copied", _("De bijeenkomst is gekopieerd.")
    TEMPLATE_SAVED = "template.saved", _("De bijeenkomst is als sjabloon bewaard.")
    MEETING_ANNOUNCED = "meeting.announced", _("De bijeenkomst is aangekondigd.")
    MEETING_CHANGED = "meeting.changed", _("De uitnodiging is gewijzigd.")
    MEETING_CALLED_OFF = "meeting.called_off", _("De bijeenkomst is afgelast.")
    LINKS_CHANGED = "links.changed", _("De videolinks zijn gewijzigd.")

    ITEM_ADDED = "item.added", _("Onderdeel %(number)s van het programma is toegevoegd.")
    ITEM_CHANGED = "item.changed", _("Onderdeel %(number)s van het programma is gewijzigd.")
    ITEM_MOVED = "item.moved", _("Onderdeel %(number)s van het programma is verplaatst.")
    ITEM_REMOVED = "item.removed", _("Onderdeel %(number)s van het programma is weggehaald.")
    FIELD_ADDED = "field.added", _("Eigen vraag %(number)s is toegevoegd.")
    FIELD_CHANGED = "field.changed", _("Eigen vraag %(number)s is gewijzigd.")
    FIELD_MOVED = "field.moved", _("Eigen vraag %(number)s is verplaatst.")
    FIELD_REMOVED = "field.removed", _("Eigen vraag %(number)s is weggehaald.")
    POLL_ADDED = "poll.added", _("Peiling %(number)s is toegevoegd.")
    POLL_CHANGED = "poll.changed", _("Peiling %(number)s is gewijzigd.")
    POLL_MOVED = "poll.moved", _("Peiling %(number)s is verplaatst.")
    POLL_REMOVED = "poll.removed", _("Peiling %(number)s is weggehaald.")

    POLL_OPENED = "poll.opened", _("Peiling %(number)s is gesteld.")
    POLL_TAKEN_BACK = "poll.taken_back", _("Peiling %(number)s is teruggenomen.")
    POLL_CLOSED = "poll.closed", _("Peiling %(number)s is gesloten.")
    POLL_TIMED = "poll.timed", _("Peiling %(number)s heeft meer tijd gekregen.")
    POLL_UNTIMED = "poll.untimed", _("De klok van peiling %(number)s is stopgezet.")
    POLL_TIME_OVER = (
        "poll.time_over",
        _("De tijd van peiling %(number)s was om: de vraag is vanzelf gesloten."),
    )
    POLL_SHOWN = "poll.shown", _("De uitkomst van peiling %(number)s is getoond.")
    POLL_SHOWN_IN_TIME = (
        "poll.shown_in_time",
        _("De tijd van peiling %(number)s was om: de uitkomst is vanzelf getoond."),
    )
    POLL_SPLIT = "poll.split", _("De uitkomst van peiling %(number)s is per cluster getoond.")
    POLL_HIDDEN = "poll.hidden", _("De uitkomst van peiling %(number)s is van de schermen gehaald.")
    POLL_ASKED_AGAIN = "poll.asked_again", _("Van peiling %(number)s is een nieuwe ronde gemaakt.")
    WORD_HIDDEN = "word.hidden", _("Een woord van peiling %(number)s is van de schermen gehaald.")
    WORD_BACK = "word.back", _("Een woord van peiling %(number)s is teruggezet.")
    WORD_MERGED = "word.merged", _("Twee woorden van peiling %(number)s tellen samen.")
    WORD_PARTED = "word.parted", _("Een woord van peiling %(number)s telt weer apart.")
    ANSWER_HIDDEN = (
        "answer.hidden",
        _("Een antwoord op peiling %(number)s is van de schermen gehaald."),
    )
    ANSWER_BACK = "answer.back", _("Een antwoord op peiling %(number)s is teruggezet.")

    ITEM_BEGUN = "item.begun", _("Onderdeel %(number)s van het programma is begonnen.")
    ITEM_TIMED = (
        "item.timed",
        _("Onderdeel %(number)s van het programma heeft meer of minder tijd."),
    )
    MEETING_CLOSED = "meeting.closed", _("De bijeenkomst is afgesloten.")
    MEETING_REOPENED = "meeting.reopened", _("De bijeenkomst is heropend.")
    DOOR_LOCKED = "door.locked", _("De deur is op slot gedaan.")
    DOOR_OPENED = "door.opened", _("De deur is weer open gezet.")
    GESTURES_ON = "gestures.on", _("De reacties op het scherm zijn aangezet.")
    GESTURES_OFF = "gestures.off", _("De reacties op het scherm zijn uitgezet.")
    EVERYBODY_TOLD = "everybody.told", _("Er is een bericht aan iedereen getoond.")
    GROUP_TOLD = "group.told", _("Er is een bericht aan groep %(group)s getoond.")
    MESSAGE_WITHDRAWN = "message.withdrawn", _("Een bericht is van de schermen gehaald.")
    HARVESTS_SHOWN = "harvests.shown", _("De oogst van de groepen is op alle schermen getoond.")
    HARVESTS_HIDDEN = "harvests.hidden", _("De oogst van de groepen is van de schermen gehaald.")

    SLIDES_ADDED = "slides.added", _("Onderdeel %(number)s van het programma heeft dia’s gekregen.")
    SLIDES_REMOVED = (
        "slides.removed",
        _("De dia’s van onderdeel %(number)s van het programma zijn weggehaald."),
    )
    SLIDE_SHOWN = "slide.shown", _("Dia’s van onderdeel %(number)s van het programma zijn getoond.")
    FIGURE_SHOWN = "figure.shown", _("Cijfers uit de atlas zijn op alle schermen getoond.")
    FIGURE_HIDDEN = "figure.hidden", _("Cijfers uit de atlas zijn van de schermen gehaald.")

    TALKS_PLANNED = "talks.planned", _("De gesprekken in tweetallen zijn gepland.")
    TALKS_SHOWN = "talks.shown", _("De gesprekken van een ronde zijn op het grote scherm getoond.")
    TALKS_HIDDEN = "talks.hidden", _("De gesprekken zijn van het grote scherm gehaald.")
    TALKS_REMOVED = "talks.removed", _("De gesprekken in tweetallen zijn weggehaald.")

    QUESTION_SHOWN = "question.shown", _("Een vraag uit de zaal is getoond.")
    QUESTION_SPOTLIT = "question.spotlit", _("Een vraag uit de zaal is groot getoond.")
    QUESTION_ANSWERED = "question.answered", _("Een vraag uit de zaal is beantwoord.")
    QUESTION_HIDDEN = "question.hidden", _("Een vraag uit de zaal is verborgen.")
    QUESTION_NEW = "question.new", _("Een vraag uit de zaal is teruggezet.")
    HAND_LOWERED = "hand.lowered", _("Een hand is omlaag gedaan.")
    REACTION_SHOWN = "reaction.shown", _("Een reactie onder de uitnodiging is geplaatst.")
    REACTION_HIDDEN = "reaction.hidden", _("Een reactie onder de uitnodiging is niet geplaatst.")
    REACTION_NEW = "reaction.new", _("Een reactie onder de uitnodiging is teruggezet.")

    GROUP_ADDED = "group.added", _("Groep %(group)s is toegevoegd.")
    GROUP_RENAMED = "group.renamed", _("Groep %(group)s heeft een andere naam gekregen.")
    GROUP_REMOVED = "group.removed", _("Een groep is weggehaald.")
    GROUP_JOINED = "group.joined", _("Groep %(group)s is samengevoegd met een andere groep.")
    GROUP_PARTED = "group.parted", _("Groep %(group)s is weer apart.")
    STEP_BEGUN = "step.begun", _("Groep %(group)s is aan een andere stap begonnen.")
    STEP_TIMED = "step.timed", _("De stap van groep %(group)s heeft meer tijd gekregen.")
    ORGANISER_CALLED = "organiser.called", _("Groep %(group)s heeft de organisator geroepen.")
    CALL_ANSWERED = "call.answered", _("De oproep van groep %(group)s is beantwoord.")

    CARD_ADDED = "card.added", _("Op het bord van groep %(group)s is een kaart gelegd.")
    CARD_EDITED = "card.edited", _("Een kaart van groep %(group)s is gewijzigd.")
    CARD_HIDDEN = "card.hidden", _("Een kaart van groep %(group)s is verborgen.")
    CARD_BACK = "card.back", _("Een kaart van groep %(group)s is teruggezet.")
    CARDS_MERGED = "cards.merged", _("Kaarten van groep %(group)s zijn samengevoegd.")
    CARD_PARTED = "card.parted", _("Een kaart van groep %(group)s is weer losgemaakt.")
    CARD_STACKED = (
        "card.stacked",
        _("Een kaart van groep %(group)s is onder een andere kop gelegd."),
    )
    CARDS_SORTED = "cards.sorted", _("De kaarten van groep %(group)s zijn gesorteerd.")
    COMMENT_ADDED = "comment.added", _("Op een kaart van groep %(group)s is gereageerd.")
    COMMENT_HIDDEN = (
        "comment.hidden",
        _("Een reactie op een kaart van groep %(group)s is verborgen."),
    )
    COMMENT_BACK = "comment.back", _("Een reactie op een kaart van groep %(group)s is teruggezet.")

    HARVEST_WRITTEN = "harvest.written", _("De oogst van groep %(group)s is bewaard.")
    HARVEST_READY = "harvest.ready", _("De oogst van groep %(group)s is klaar gemeld.")
    HARVEST_UNREADY = "harvest.unready", _("De oogst van groep %(group)s is weer open gezet.")
    BUNDLES_SUGGESTED = "bundles.suggested", _("Er is gezocht naar opgaven die groepen delen.")
    BUNDLE_CONFIRMED = "bundle.confirmed", _("Een opgave die groepen delen is bevestigd.")
    BUNDLE_FILLED = "bundle.filled", _("Een opgave is bij een gedeelde opgave gelegd.")
    BUNDLE_EMPTIED = "bundle.emptied", _("Een opgave is uit een gedeelde opgave gehaald.")
    BUNDLE_DISSOLVED = "bundle.dissolved", _("Een gedeelde opgave is uit elkaar gehaald.")
    CLOSING_VOTE_MADE = "closing_vote.made", _("De slotkeuze is gemaakt.")

    ORGANISER_ADDED = "organiser.added", _("De rol van organisator is gegeven.")
    ORGANISER_REMOVED = "organiser.removed", _("De rol van organisator is afgenomen.")
    PRESENTER_ADDED = "presenter.added", _("De rol van presentator is gegeven.")
    PRESENTER_REMOVED = "presenter.removed", _("De rol van presentator is afgenomen.")
    FACILITATOR_ADDED = (
        "facilitator.added",
        _("De rol van gespreksleider van groep %(group)s is gegeven."),
    )
    FACILITATOR_REMOVED = (
        "facilitator.removed",
        _("De rol van gespreksleider van groep %(group)s is afgenomen."),
    )

    PERSON_PLACED = "person.placed", _("Iemand is in groep %(group)s geplaatst.")
    PERSON_UNPLACED = "person.unplaced", _("Iemand is uit de groep gehaald.")
    PEOPLE_PLACED = "people.placed", _("Mensen zijn in een groep geplaatst.")
    PERSON_CONFIRMED = "person.confirmed", _("Iemand heeft een plaats gekregen.")
    PERSON_SIGNED_OFF = "person.signed_off", _("Iemand is afgemeld.")
    LETTER_SENT = "letter.sent", _("Er is een e-mail verstuurd aan wie zich aanmeldde.")
    THANKS_SENT = "thanks.sent", _("De bedankbrief is verstuurd.")
    REPORT_PUBLISHED = "report.published", _("Het verslag is gepubliceerd.")
    REPORT_WITHDRAWN = "report.withdrawn", _("Het verslag is ingetrokken.")


class LogLine(models.Model):
    """One deed of somebody who leads. It goes when the personal data of the meeting goes."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="log_lines")
    at = models.DateTimeField()
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    event = models.CharField(max_length=24)
    """A `LogEvent`; not as `choices`, since another sentence is no change of the table."""
    group = models.ForeignKey(
        Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    """Which part of the programme, poll or question it was then, counted from 1."""
    times = models.PositiveIntegerField(default=1)
    """How often in a row; `at` is the last of them."""

    class Meta:
        ordering: ClassVar = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.sentence(self.group.name if self.group else "")

    def sentence(self, group: str) -> str:
        """Say what happened, with this name for its group; empty for one that was removed."""
        words = dict(LogEvent.choices).get(self.event, self.event)
        return words % {"number": self.number, "group": group or gettext("(weggehaald)")}
