"""What governance might have done in the tiny world, written by hand."""

from sandbox.measures.chronicle import Chronicle, Demanded, Life, Moment


def life(kind, name, *events):
    """A life; events are (day, event) or (day, event, detail)."""
    moments = tuple(Moment(day * 86400.0, event, dict(*detail)) for day, event, *detail in events)
    return Life(kind, name, moments)


def chronicles():
    """What governance did in the tiny world in two days: most of it is shared by two models."""
    civil, tax = "civil@330102", "tax@330100"
    paper = f"bilateral {civil} – {tax}: tax-status"
    joined = f"party {civil} – platform"
    use = f"wave:{civil} + wave:{tax} + catalogue:tax-status"
    late = use.replace(civil, "civil@330203")
    wave = life("wave", "1", (0.25, "demonstration", {"agencies": 11, "zh": "先行", "en": "First"}))
    entry = life(
        "catalogue",
        "tax-status",
        (0.25, "stated"), (0.5, "compiled"), (0.75, "commented"), (0.875, "published"),
    )  # fmt: skip
    conforms = life("standards", tax, (0, "differs"), (1.25, "conforms"))
    agreement = life(
        "agreement",
        paper,
        (0.25, "stated"), (0.5, "proposed"), (0.6, "answered"), (0.7, "round", {"number": 1}),
        (0.75, "signed"), (0.8, "delivered"), (1.125, "amended"), (1.5, "expired"),
        (1.75, "renewed"),
    )  # fmt: skip
    short = {"stage": "proposal", "short": "agreement"}
    front_end = life(
        "project",
        f"front_end@{tax}",
        (0.25, "begins"), (0.375, "not approved", short), (0.4, "not approved", short),
        (0.5, "not accepted", {"stage": "design"}),
        (0.625, "approved", {"stage": "design", "submissions": 2}), (1, "built"),
    )  # fmt: skip
    router = life("project", "router@330000", (0.25, "begins"), (1.75, "approved"))
    watched = life(
        "supervision",
        "tax",
        (1, "acceptance refused"), (1, "rectification ordered"), (1.25, "rectified"),
        (1.5, "funding cut", {"funding": 0.8}), (1.75, "funding restored", {"funding": 1.0}),
    )  # fmt: skip
    demands = (
        Demanded("5", "standards", 1, 1, None, None),
        Demanded("8", "reply", 4, 3, (0.6 * 86400, f"{civil}, {tax}"),
                 (0.7 * 86400, f"{civil}, {tax}", 3600.0)),
        Demanded("8", "term", 1, 0, (1.5 * 86400, f"{civil}, {tax}"), None),
    )  # fmt: skip
    signed = f" + agreement:{paper} + project:front_end@{tax}"
    built = f" + agreement:{joined} + project:router@330000"
    return {
        "federated_query": Chronicle(
            (
                wave, entry, agreement, conforms, front_end,
                life("sharing", use + signed, (0, "waits"),
                     (1, "starts", {"last": f"project:front_end@{tax}"}), (1.5, "stops"),
                     (1.75, "starts", {"last": f"agreement:{paper}"})),
                life("sharing", late + signed, (0, "waits")),
                watched,
            ),
            demands,
        ),
        "cached_query": Chronicle(
            (
                wave, entry,
                life("agreement", joined, (0.25, "stated"), (0.375, "proposed"),
                     (0.5, "signed"), (0.625, "delivered")),
                conforms, front_end, router,
                life("sharing", use + built, (0, "waits")),
                life("sharing", late + built, (0, "waits")),
            ),
            demands[:1],
        ),
    }  # fmt: skip
