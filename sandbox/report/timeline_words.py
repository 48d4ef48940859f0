"""Words of the chronicle: kinds of things, what befalls them, rules of the policy.

In: identifiers that control processes wrote down. Out: words in the language in force; what is
nobody's word stays as it is.
"""

from __future__ import annotations

from sandbox.language import say
from sandbox.language.figures import figure
from sandbox.measures.chronicle import Moment
from sandbox.report.sheet import listed
from sandbox.report.terms import term


def kind_words(kind: str) -> str:
    """A kind of thing, or a role that projects build."""
    words = {
        "wave": say("waves"),
        "catalogue": say("catalogue entries"),
        "agreement": say("agreements"),
        "given": say("terms of agreements"),
        "standards": say("standards"),
        "project": say("projects"),
        "sharing": say("sharing"),
        "supervision": say("supervision"),
        "audit": say("audits"),
        "theft": say("theft of credentials"),
    }
    return words.get(kind) or term(kind)


def thing_words(kind: str) -> str:
    """One thing of a kind, in a word as short as can be: it stands before names."""
    words = {
        "wave": say("wave"),
        "catalogue": say("catalogue"),
        "agreement": say("agreement"),
        "standards": say("standard"),
        "project": say("project"),
        "sharing": say("sharing"),
        "supervision": say("review"),
        "audit": say("audit"),
    }
    return words.get(kind, kind)


def event_words(event: str) -> str:
    """What befell a thing."""
    words = {
        "stated": say("need stated"),
        "proposed": say("proposed"),
        "answered": say("answered"),
        "round": say("round of negotiation"),
        "signed": say("in force"),
        "delivered": say("delivered"),
        "amended": say("amended"),
        "renewed": say("renewed"),
        "expired": say("expired"),
        "revoked": say("revoked"),
        "compiled": say("compiled"),
        "commented": say("commented on"),
        "published": say("published"),
        "updated": say("brought up to date"),
        "conforms": say("conforms"),
        "differs": say("does not conform"),
        "begins": say("begins"),
        "demonstration": say("demonstration begins"),
        "not accepted": say("not accepted"),
        "not approved": say("not approved"),
        "approved": say("approved"),
        "built": say("built"),
        "waits": say("waits"),
        "starts": say("starts"),
        "stops": say("stops"),
        "accepted": say("accepted"),
        "acceptance refused": say("acceptance refused"),
        "rectification ordered": say("rectification ordered"),
        "rectified": say("rectified"),
        "funding cut": say("O&M funding cut"),
        "funding restored": say("O&M funding restored"),
        "misuse": say("misuse detected"),
        "given up": say("given up"),
        "detected": say("detected by an audit"),
        "noticed": say("noticed"),
        "ends": say("ends"),
    }
    return words.get(event, event)


def item_words(item: str) -> str:
    """An item of a review (article 10)."""
    words = {
        "agreement": say("agreements signed"),
        "catalogue": say("resources catalogued"),
        "infrastructure": say("shared infrastructure used"),
        "aggregation": say("information aggregated"),
        "technical": say("technical conditions met"),
    }
    return words.get(item, item)


def rule_words(rule: str) -> str:
    """A rule that demands were judged by."""
    words = {
        "reply": say("reply in time"),
        "delivery": say("delivery in time"),
        "term": say("renewal before the end of the term"),
        "comment": say("comments in time"),
        "standards": say("conformance by the deadline"),
        "documents": say("documents complete at submission"),
        "review": say("needs of sharing met at review"),
        "acceptance": say("acceptance"),
        "sharing sustained": say("sharing sustained"),
        "rectification": say("rectification in time"),
        "scope of use": say("use inside the granted scope"),
    }
    return words.get(rule, rule)


def stage_words(stage: str) -> str:
    """A stage of a project (article 1)."""
    words = {
        "proposal": say("project proposal"),
        "feasibility": say("feasibility study"),
        "design": say("preliminary design"),
        "budget": say("budget estimate"),
    }
    return words.get(stage, stage)


def moment_words(moment: Moment) -> str:
    """An event with what was written down about it."""
    detail = moment.detail
    said: list[str] = []
    if "number" in detail:
        said.append(f"{detail['number']}")
    if "stage" in detail:
        said.append(stage_words(str(detail["stage"])))
    if short := [one for one in str(detail.get("short", "")).split(", ") if one]:
        said.append(say("for want of: {counts}", counts=listed(map(item_words, short))))
    if int(detail.get("submissions", 1)) > 1:
        said.append(say("submissions: {count}", count=int(detail["submissions"])))
    if "funding" in detail:
        said.append(figure(float(detail["funding"]), "share"))
    if "found" in detail:
        said.append(say("uses: {count}", count=int(detail["found"])))
    if "agencies" in detail:
        said.append(say("agencies: {count}", count=int(detail["agencies"])))
    event = event_words(moment.event)
    return say("{event} ({detail})", event=event, detail=listed(said)) if said else event


def phase_words(phase: str) -> str:
    """A phase of a life."""
    words = {
        "waiting": say("waiting"),
        "work": say("under work"),
        "there": say("in place"),
        "ended": say("ended or interrupted"),
    }
    return words.get(phase, phase)


def mark_words(mark: str) -> str:
    """What a mark on a life stands for."""
    words = {
        "expiry": say("expiry, revocation"),
        "cut": say("funding cut"),
        "refusal": say("refusal"),
        "restored": say("funding restored"),
        "amendment": say("amendment"),
        "renewal": say("renewal"),
    }
    return words.get(mark, mark)
