"""The tables of the working sessions: who comes, what is asked, what is brought back."""

from deelgenoot_web.meetings.models.board import (
    DOTS_SHOWN,
    N_DOTS,
    Bundle,
    BundleEntry,
    Card,
    Comment,
    Dot,
    Harvest,
    Stack,
)
from deelgenoot_web.meetings.models.logbook import LogEvent, LogLine
from deelgenoot_web.meetings.models.meeting import (
    Group,
    Meeting,
    ProgrammeItem,
    Reaction,
    Role,
    ViewCount,
)
from deelgenoot_web.meetings.models.pictures import PollPicture
from deelgenoot_web.meetings.models.poll import HiddenWord, MergedWord, Poll, Vote
from deelgenoot_web.meetings.models.registration import Answer, Field, Registration
from deelgenoot_web.meetings.models.room import (
    Call,
    Message,
    Participant,
    Question,
    Upvote,
)
from deelgenoot_web.meetings.models.slides import SlideDeck, SlidePicture
from deelgenoot_web.meetings.models.talks import Talk, TalkRound, TalkWish
