"""The world of the scenario: a map of its agencies, and lists.

In: the world on the desk. Out: the agency chosen; the way on to the models.
"""

from __future__ import annotations

from collections import Counter

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static, TabbedContent, TabPane, Tabs

from sandbox.language import say
from sandbox.report.paragraphs import plain
from sandbox.report.terms import term
from sandbox.tui import colours
from sandbox.tui.actions import WORLD, bindings_of
from sandbox.tui.lists import LISTS, department_name, joined, labelled, need_name, region_path
from sandbox.tui.page import Page
from sandbox.tui.pages.pick import Pick
from sandbox.tui.pages.warnings import WarningsPage
from sandbox.tui.symbols import shapes
from sandbox.tui.widgets.listing import Listing
from sandbox.tui.widgets.map_legend import Entry, MapLegend
from sandbox.tui.widgets.prose import Paragraph, Prose
from sandbox.tui.widgets.world_map import WorldMap
from sandbox.world import World


class WorldPage(Page):
    """Map and lists of the world."""

    NAME = WORLD
    BINDINGS = bindings_of(WORLD)

    def __init__(self) -> None:
        super().__init__()
        assert self.desk.world is not None
        self.world: World = self.desk.world

    def parts(self) -> ComposeResult:
        with TabbedContent(initial="map"):
            with TabPane("map", id="map"), Horizontal(id="atlas"):
                yield WorldMap(self.world, id="world-map")
                with Vertical(id="beside"):
                    yield Static(id="selected", markup=False)
                    yield MapLegend(id="legend")
            for name in LISTS:
                with TabPane(name, id=name):
                    yield Listing(id=f"list-{name}", fixed=1)
                    yield Prose(id=f"cut-{name}")
        if self.world.warnings:
            yield Static(id="warned", markup=False)

    def on_mount(self) -> None:
        self.query_one(Tabs).can_focus = False
        super().on_mount()
        self.query_one(WorldMap).focus()

    def on_screen_resume(self) -> None:
        """The scenario may have been changed meanwhile: then its world is another."""
        if self.desk.world is not None and self.desk.world is not self.world:
            self.world = self.desk.world
            self.refresh(recompose=True)
            self.call_after_refresh(self._again)
        else:
            super().on_screen_resume()

    def _again(self) -> None:
        self.query_one(Tabs).can_focus = False
        self.retell()
        self.query_one(WorldMap).focus()

    def action_edit(self) -> None:
        """Change the scenario."""
        self.begin_to_change(self.desk.name)

    def title_words(self) -> str:
        return say("World")

    def purpose(self) -> str:
        return say(
            "The map shows the administrative tree, not geography: each region is a patch as large "
            "as the number of agencies in it, + is its exchange point, each dot an agency. Arrow "
            "keys move between agencies; the bright line is the way up from the agency under the "
            "cursor. Keys 1 to 6 switch between the map and the lists."
        )

    def tell(self) -> None:
        titles = {
            "map": say("Map"),
            "regions": say("Regions"),
            "agencies": say("Agencies"),
            "catalogue": say("Catalogue"),
            "needs": say("Needs"),
            "agreements": say("Agreements"),
        }
        tabs = self.query_one(TabbedContent)
        for number, (name, title) in enumerate(titles.items(), 1):
            tabs.get_tab(name).label = f"{number} {title}"
        self._fill(tabs.active)
        self.query_one(WorldMap).redraw()
        self._tell_legend()
        self._tell_selected()
        for line in self.query("#warned").results(Static):
            line.update(self._warned())

    def _warned(self) -> str:
        """How many warnings there are, and the first as far as there is room."""
        found = self.world.warnings
        words = plain(found[0].message.render())
        return say("! warnings: {n} (v lists them): {first}", n=len(found), first=words)

    def _fill(self, name: str) -> None:
        """Fill the list in front; the others are filled when they come to the front."""
        if name in LISTS:
            self.query_one(f"#list-{name}", Listing).fill(*LISTS[name](self.world))

    def _tell_legend(self) -> None:
        chart = self.query_one(WorldMap)
        entries = []
        if chart.by_level:
            count = Counter(str(agency.level) for agency in self.world.agencies.values())
            entries = [
                Entry(shape, colours.LEVEL_COLOURS[level], term(level), str(count[level]))
                for level, shape in shapes().items()
                if count[level]
            ]
        else:
            numbers = Counter(agency.department for agency in self.world.agencies.values())
            for index, key in enumerate(self.world.scenario.departments):
                faded = chart.highlighted is not None and chart.highlighted != key
                colour = colours.FADED if faded else colours.series_colour(index)
                name = plain(department_name(self.world, key))
                entries.append(Entry(shapes()["nation"], colour, name, str(numbers[key]), faded))
            present = {agency.level for agency in self.world.agencies.values()}
            entries += [
                Entry(shape, colours.LABEL, term(level))
                for level, shape in shapes().items()
                if level in present
            ]
        entries.append(Entry("+", colours.LABEL, say("exchange point")))
        self.query_one(MapLegend).show(entries)

    def _tell_selected(self) -> None:
        chosen = self.query_one(WorldMap).cursor
        words = self.query_one("#selected", Static)
        if chosen is None:
            words.update(say("This world has no agencies."))
            return
        agency = self.world.agencies[chosen]
        asks = [d.need for d in self.world.demands.values() if d.consumer == chosen]
        gives = [p.resource for p in self.world.partitions.values() if p.source == chosen]
        text = Text()
        text.append(plain(agency.name.render()), style=f"bold {colours.ACCENT}")
        text.append(f"  {term(agency.level)} · {joined(map(term, agency.networks))}\n")
        text.append(plain(region_path(self.world, agency.region)) + "\n", style=colours.LABEL)
        text.append(
            say("needs: {needs}", needs=self._some([need_name(self.world, n) for n in asks]))
        )
        text.append("\n")
        names = [self.world.resources[key].name.render() for key in gives]
        text.append(say("provides: {resources}", resources=self._some(names)))
        words.update(text)

    @staticmethod
    def _some(names: list[str]) -> str:
        """Names joined, or a dash."""
        return joined(plain(name) for name in names) or "–"

    def on_world_map_moved(self) -> None:
        """Say which agency is under the cursor."""
        self._tell_selected()

    def on_world_map_opened(self) -> None:
        """A double click opens."""
        self.action_open_agency()

    def on_tabbed_content_tab_activated(self, event: TabbedContent.TabActivated) -> None:
        """Fill the list that came to the front."""
        name = event.pane.id or "map"
        self._fill(name)
        if name == "map":
            self.query_one(WorldMap).focus()
        else:
            self.query_one(f"#list-{name}", Listing).focus()
        self.frame()

    def on_listing_moved(self, event: Listing.Moved) -> None:
        """Say in full what the list cuts of the row under the cursor."""
        words = self.query_one(f"#cut-{(event.listing.id or '').removeprefix('list-')}", Prose)
        words.show(*(Paragraph(labelled(title) + cell) for title, cell in event.listing.cut()))

    def on_listing_opened(self, event: Listing.Opened) -> None:
        """Enter on an agency opens it; on a region it shows the region's agencies on the map."""
        if event.listing.id == "list-agencies":
            self.action_open_agency()
        elif event.listing.id not in ("list-regions", None):
            self.action_explain()
        elif event.listing.id == "list-regions":
            for agency in self.world.agencies.values():
                if agency.region == event.key:
                    self.query_one(WorldMap).select(agency.id)
                    self.action_tab("map")
                    return

    def allows(self, action: str) -> bool:
        if not self.is_mounted:
            return True
        active = self.query_one(TabbedContent).active
        if action in ("colours", "highlight"):
            return active == "map"
        if action == "warnings":
            return bool(self.world.warnings)
        if action == "explain":
            return active in ("catalogue", "needs", "agreements")
        if action == "open_agency":
            return active in ("map", "agencies") and bool(self.world.agencies)
        return True

    def action_tab(self, name: str) -> None:
        """Bring the map or a list to the front."""
        self.query_one(TabbedContent).active = name

    def action_colours(self) -> None:
        """Colour by department or by level."""
        chart = self.query_one(WorldMap)
        chart.by_level = not chart.by_level
        chart.highlighted = None
        chart.redraw()
        self._tell_legend()

    def action_highlight(self) -> None:
        """Highlight the next department; after the last one, none."""
        chart = self.query_one(WorldMap)
        order = [None, *self.world.scenario.departments]
        chart.by_level = False
        chart.highlighted = order[(order.index(chart.highlighted) + 1) % len(order)]
        chart.redraw()
        self._tell_legend()

    def action_explain(self) -> None:
        """Open the need, catalogue entry or agreement under the cursor."""
        from sandbox.tui.opening import open_row

        active = self.query_one(TabbedContent).active
        chosen = self.query_one(f"#list-{active}", Listing).current
        if chosen is not None:
            open_row(self, active, chosen)

    def action_warnings(self) -> None:
        """List the warnings."""
        self.app.push_screen(WarningsPage(self.world.warnings))

    def action_live(self) -> None:
        """Choose a model and watch a run of it live."""

        def answered(model: str | None) -> None:
            if model:
                self.watch_live(model)

        labels = self.desk.labels
        self.app.push_screen(Pick(labels, plain, labels[0]), answered)

    def action_open_agency(self) -> None:
        """Open the agency under the cursor."""
        from sandbox.tui.pages.agency import AgencyPage

        if self.query_one(TabbedContent).active == "agencies":
            chosen = self.query_one("#list-agencies", Listing).current
        else:
            chosen = self.query_one(WorldMap).cursor
        if chosen is not None:
            self.app.push_screen(AgencyPage(chosen))
