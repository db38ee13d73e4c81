"""The `app_*` tags, each for one finished object of core.components or core.tables: see docs/how-to/write-a-page.md."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.forms import BaseForm
from django.utils.safestring import SafeString

from commissioning.core import components, tables
from commissioning.core.charts import GovernanceMap, draw_one
from commissioning.core.comparison import Comparison, Verdict
from commissioning.core.components_risk import RiskMap
from commissioning.core.forms.renderer import adopt
from commissioning.core.money import Money, MoneyTotal
from commissioning.core.shapes import shape_of
from commissioning.core.values_html import money_cell, verdict_tag

register = template.Library()
Context = dict[str, Any]


@register.inclusion_tag("components/app-tile.html")
def app_tile(tile: components.Tile, level: int = 3) -> Context:
    return {"tile": tile, "level": level}


@register.inclusion_tag("components/app-panel.html")
def app_panel(panel: components.Panel) -> Context:
    return {"panel": panel}


@register.inclusion_tag("components/app-table.html")
def app_table(table: tables.Table) -> Context:
    return {"table": table}


@register.inclusion_tag("components/app-pagination.html")
def app_pagination(pagination: components.Pagination) -> Context:
    return {"pagination": pagination}


@register.inclusion_tag("components/app-filter.html")
def app_filter(chosen: components.Filter) -> Context:
    adopt(chosen.form)
    return {"filter": chosen}


@register.inclusion_tag("components/app-figure.html")
def app_figure(figure: components.Figure) -> Context:
    return {"figure": figure}


@register.inclusion_tag("components/app-governance-map.html")
def app_governance_map(chart: GovernanceMap, level: int = 3, note: str = "") -> Context:
    """The drawing, for phones the list, and the table; the caption is the map's finding."""
    return {
        "map": chart,
        "drawing": draw_one(chart) if chart.bodies else "",
        "listed": chart.listed,
        "table": chart.table(),
        "level": level,
        "note": note,
    }


@register.inclusion_tag("components/app-risk-map.html")
def app_risk_map(risks: RiskMap, level: int = 3) -> Context:
    return {"map": risks, "level": level}


@register.inclusion_tag("components/app-breadcrumbs.html")
def app_breadcrumbs(crumbs: Sequence[components.Link]) -> Context:
    return {"crumbs": crumbs, "parent": crumbs[-1] if crumbs else None}


@register.inclusion_tag("components/app-summary-list.html")
def app_summary_list(rows: Sequence[components.SummaryRow]) -> Context:
    return {"rows": rows, "has_actions": any(row.actions for row in rows)}


@register.inclusion_tag("components/app-source.html")
def app_source(citation: components.Citation | None) -> Context:
    return {"citation": citation}


@register.inclusion_tag("components/app-empty.html")
def app_empty(empty: components.Empty) -> Context:
    return {"empty": empty}


@register.inclusion_tag("components/app-history.html")
def app_history(entries: Sequence[components.HistoryEntry]) -> Context:
    return {"entries": entries}


@register.inclusion_tag("components/app-conflict.html", takes_context=True)
def app_conflict(context: Context, conflict: components.Conflict) -> Context:
    return {"conflict": conflict, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("components/app-download.html", takes_context=True)
def app_download(context: Context, downloads: Sequence[components.Download], heading: str = "") -> Context:
    """`request` and `programme` let the template say what else may be done with the same table."""
    of_page = {name: context.get(name) for name in ("request", "programme")}
    return {"downloads": downloads, "heading": heading, **of_page}


@register.inclusion_tag("components/app-as-at.html")
def app_as_at(as_at: components.AsAt) -> Context:
    return {"as_at": as_at}


@register.simple_tag
def app_status_tag(tag: components.Tag) -> SafeString:
    return tables.tag_html(tag)


@register.simple_tag
def app_money(money: Money | MoneyTotal) -> SafeString:
    return money_cell(money).html


@register.simple_tag
def app_verdict(verdict: Verdict | Comparison) -> SafeString:
    return tables.tag_html(verdict_tag(verdict))


@register.simple_tag
def app_shape(tone: components.Tone) -> SafeString:
    return shape_of(tone)


@register.simple_tag
def app_link(link: components.Link) -> SafeString:
    return tables.link_html(link)


@register.simple_tag
def app_fields(form: BaseForm) -> SafeString:
    """The fields of any form in our markup, including forms of other packages that bring their own renderer."""
    return adopt(form).render()


@register.inclusion_tag("forms/error_summary.html")
def app_error_summary(form: BaseForm | None) -> Context:
    return {"form": adopt(form) if form else None}
