"""The addresses of the exchange."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from deelgenoot_web.exchange.views import (
    calls,
    challenges,
    contact,
    following,
    harvest,
    moderation,
    office,
    pictures,
    reactions,
    reading,
    writing,
)

app_name = "exchange"

urlpatterns = [
    path(_("aanpakken/"), reading.practices, name="practices"),
    path(_("aanpakken/titels.json"), reading.titles, name="titles"),
    path(_("aanpakken/voor/"), reading.find_offered, name="find_offered"),
    path(_("aanpakken/voor/<str:slug>/"), reading.for_municipality, name="offered"),
    path(_("aanpakken/nieuw/"), writing.new, name="new"),
    path(_("aanpakken/van-ons/"), writing.own, name="own"),
    path(_("aanpakken/oproepen/"), calls.calls, name="calls"),
    path(_("aanpakken/oproepen/nieuw/"), calls.new_call, name="new_call"),
    path(_("aanpakken/oproepen/<int:number>/"), calls.call, name="call"),
    path(_("aanpakken/oproepen/<int:number>/sluiten/"), calls.close, name="close_call"),
    path(_("aanpakken/oproepen/<int:number>/melden/"), moderation.report_call, name="report_call"),
    path(
        _("aanpakken/oproepen/<int:number>/beoordelen/"),
        moderation.moderate_call,
        name="moderate_call",
    ),
    path(_("aanpakken/oproepen/<int:number>/kennismaking/"), contact.ask_caller, name="ask_caller"),
    path(_("aanpakken/opgaven/"), challenges.challenges, name="challenges"),
    path(_("aanpakken/opgaven/nieuw/"), challenges.new_challenge, name="new_challenge"),
    path(
        _("aanpakken/opgaven/<int:number>/wijzigen/"),
        challenges.edit_challenge,
        name="edit_challenge",
    ),
    path(
        _("aanpakken/opgaven/<int:number>/intrekken/"),
        challenges.withdraw_challenge,
        name="withdraw_challenge",
    ),
    path(
        _("aanpakken/opgaven/<int:number>/melden/"),
        moderation.report_challenge,
        name="report_challenge",
    ),
    path(
        _("aanpakken/opgaven/<int:number>/beoordelen/"),
        moderation.moderate_challenge,
        name="moderate_challenge",
    ),
    path(_("aanpakken/opgaven/<slug:challenge_id>/"), challenges.challenge, name="challenge"),
    path(
        _("aanpakken/opgaven/<slug:challenge_id>/reactie/"),
        reactions.react_to_challenge,
        name="react_to_challenge",
    ),
    path(
        _("aanpakken/opgaven/<slug:challenge_id>/speelt-ook/"),
        challenges.tell_concern,
        name="tell_concern",
    ),
    path(_("aanpakken/volgen/"), following.following, name="following"),
    path(_("aanpakken/volgen/stop/<str:nonce>/"), following.stop_digest, name="stop_digest"),
    path(_("aanpakken/nieuw.atom"), following.feed, name="feed"),
    path(_("aanpakken/reactie/<int:number>/"), reactions.edit_reaction, name="edit_reaction"),
    path(
        _("aanpakken/reactie/<int:number>/weg/"),
        reactions.remove_reaction,
        name="remove_reaction",
    ),
    path(
        _("aanpakken/reactie/<int:number>/melden/"),
        moderation.report_reaction,
        name="report_reaction",
    ),
    path(
        _("aanpakken/reactie/<int:number>/beoordelen/"),
        moderation.moderate_reaction,
        name="moderate_reaction",
    ),
    path(_("aanpakken/bijdragers/"), office.contributors, name="contributors"),
    path(
        _("aanpakken/bijdragers/domein/<int:number>/weg/"),
        office.withdraw_domain,
        name="withdraw_domain",
    ),
    path(_("aanpakken/bijdragers/<int:number>/weg/"), office.bar, name="bar"),
    path(_("aanpakken/<int:number>/"), reading.practice, name="practice"),
    path(_("aanpakken/<int:number>/versies/"), reading.versions, name="versions"),
    path(_("aanpakken/<int:number>/versies/sluit/"), writing.close_versions, name="close_versions"),
    path(_("aanpakken/<int:number>/versies/<int:version>/terug/"), writing.restore, name="restore"),
    path(_("aanpakken/<int:number>/schrijven/"), writing.edit, name="edit"),
    path(_("aanpakken/<int:number>/afbeeldingen/"), pictures.pictures, name="pictures"),
    path(
        _("aanpakken/<int:number>/afbeeldingen/<slug:digest>/<slug:size>.webp"),
        pictures.picture,
        name="picture",
    ),
    path(_("aanpakken/<int:number>/intrekken/"), writing.withdraw, name="withdraw"),
    path(_("aanpakken/<int:number>/klopt-nog/"), writing.confirm, name="confirm"),
    path(_("aanpakken/<int:number>/weggooien/"), writing.discard, name="discard"),
    path(_("aanpakken/<int:number>/gebruik/"), contact.use, name="use"),
    path(
        _("aanpakken/<int:number>/kennismaking/"), contact.ask_introduction, name="ask_introduction"
    ),
    path(_("aanpakken/<int:number>/reactie/"), reactions.react, name="react"),
    path(_("aanpakken/<int:number>/melden/"), moderation.report, name="report"),
    path(_("aanpakken/<int:number>/beoordelen/"), moderation.moderate, name="moderate"),
    path(_("aanpakken/moderatie/"), moderation.queue, name="moderation"),
    path(_("aanpakken/besluit/<int:number>/"), moderation.decision, name="decision"),
    path(_("kennismaking/<str:nonce>/"), contact.introduction, name="introduction"),
    path(_("oogst/<str:nonce>/"), harvest.harvest, name="harvest"),
]
