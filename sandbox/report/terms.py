"""Glossary words for the values that scenario files and measures spell as identifiers.

In: an identifier (`county`, `basic`, `cost.total`). Out: the term of the glossary in the
language in force; an identifier that is nobody's term stays as it is.
"""

from __future__ import annotations

from sandbox.language import say
from sandbox.measures import info


def term(value: str) -> str:
    """The glossary's word for an enumerated value."""
    words = {
        "nation": say("nation"),
        "province": say("province"),
        "prefecture": say("prefecture"),
        "county": say("county"),
        "basic": say("basic information"),
        "business": say("business information"),
        "identity": say("identity information"),
        "trace": say("trace information"),
        "status": say("status information"),
        "rules": say("rules information"),
        "query": say("query"),
        "exchange": say("exchange"),
        "publish": say("publish"),
        "unconditional": say("unconditional sharing"),
        "conditional": say("conditional sharing"),
        "none": say("no sharing"),
        "public": say("public"),
        "internal": say("internal"),
        "sensitive": say("sensitive"),
        "secret": say("state secret"),
        "person": say("person"),
        "entity": say("legal entity"),
        "place": say("place"),
        "intranet": say("intranet"),
        "extranet": say("extranet"),
        "internet": say("Internet"),
        "need": say("need"),
        "department": say("department"),
        "region": say("region"),
        "level": say("level"),
        "resource": say("resource"),
        "agency": say("agency"),
        "role": say("role"),
        "network": say("network"),
        "station": say("station"),
        "link": say("link"),
        "copy": say("copy"),
        "system": say("own system"),
        "database": say("source database"),
        "front_end": say("front-end node"),
        "clerk": say("clerk's desk"),
        "authentication": say("authentication"),
        "authorisation": say("authorisation"),
        "audit": say("accountability"),
        "router": say("platform router"),
        "hub": say("exchange hub"),
        "cloud": say("cloud service"),
        "broker": say("message broker"),
        "string": say("text"),
        "yes": say("yes"),
        "no": say("no"),
    }
    return words.get(value, value)


def measure_term(name: str) -> str:
    """A measure's name in words: `response_time.p95` → `95th percentile of response time`."""
    return info(name).title.render()
