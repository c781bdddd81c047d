"""Charts: numbers become frozen dataclasses with every coordinate computed, and macros print them as SVG.

Nothing here knows Django or asks a query. A view turns the rows of its query into a chart and hands it to the
page; the template imports one macro and gives the chart an id that is unique on the page:

    chart = pipeline([
        PipelineRow(label="In litigation", tone=Tone.ACTIVE, amount=stage.ar, share=stage.percentage,
                    cases=stage.cases, bills=stage.bills, median_months=stage.median_months, href=url),
    ])

    {% from "charts/pipeline.jinja" import pipeline %}
    {{ pipeline(chart, "stages") }}

Every chart carries `title`, `takeaway` (one sentence), `description`, `legend` (rows of label, value, share
and tone), `table` (caption, heads, rows) and `is_empty`. A page puts it into the frame, which prints these:

    {% call chart_frame(chart.title, chart.takeaway, legend=chart.frame_legend) %}
      {{ columns(chart, "mix") }}
    {% endcall %}

The pipeline, bars, columns and waterfall print their own labels and need no legend. Without a frame
`charts/legend.jinja` has `legend(chart.legend)`, `key(chart.legend)` and `table(chart.table)`, and
`swatch(tone)` and `glyph(tone)` for a sign in running text. For another sentence use
`dataclasses.replace(chart, takeaway=...)`.

The macro of each kind, called as `macro(chart, id)`:

    charts/pipeline.jinja   pipeline, of pipeline(rows)
    charts/columns.jinja    columns, of stacked_columns([month_column(day, values, href=...)], series=[...],
                            title=..., measure=Measure.STOCK, as_share=True) for the stage mix, and with
                            measure=Measure.FLOW, line=TrendLine(label=..., values=..., unit=...) for
                            cash; a line of another unit gets its own axis on the right
    charts/bars.jinja       bars, of stacked_bars([BarRow(label=firm, values=..., href=..., facts=["41.8%"])],
                            series=[...], title=..., fact_heads=["ROR"]) or of grouped_bars
    charts/histogram.jinja  histogram, of histogram([Bucket(label="Up to 90 days", value=41, upper=90)],
                            title=..., thresholds=(60, 90, 180))
    charts/small.jinja      sparkline, of sparkline(values, title=..., labels=months), and
                            bullet, of bullet(value, most=..., label=..., markers=[Marker(...)])
    charts/round.jinja      round, of donut([Slice(...)], title=..., centre_value=..., centre_label=...)
                            or of pie([Slice(...)], title=...)
    charts/steps.jinja      steps, of steps([StepSeries(label="Demand", tone=..., points=[(day, value)])],
                            title=..., until=as_of)
    charts/waterfall.jinja  waterfall, of waterfall(start, [WaterfallStep(label=..., change=..., tone=...)],
                            start_label="Settlement", end_label="Client remainder", title=...)

Values may be Money, Rate, Decimal, Fraction or int, never float. Shares are percentages with the digits to be
printed; when no row brings one they are computed so that they add up to 100.00. Across, pictures are measured
in percent of their own width and down in pixels: they fill any card while letters keep their size.
"""

from openlien.web.charts.bars import BarRow, BarsChart, Series, grouped_bars, stacked_bars
from openlien.web.charts.bullet import BulletChart, Marker, bullet
from openlien.web.charts.columns import Column, ColumnsChart, Measure, month_column, stacked_columns
from openlien.web.charts.histogram import Bucket, HistogramChart, histogram
from openlien.web.charts.parts import LegendRow, Table, TableRow, Tone
from openlien.web.charts.pipeline import PipelineChart, PipelineRow, pipeline
from openlien.web.charts.round import RoundChart, Slice, donut, pie
from openlien.web.charts.shares import percent_shares
from openlien.web.charts.steps import StepsChart, StepSeries, steps
from openlien.web.charts.trend import SparklineChart, TrendLine, sparkline
from openlien.web.charts.waterfall import WaterfallChart, WaterfallStep, waterfall
from openlien.web.charts.words import Unit

__all__ = [
    "BarRow",
    "BarsChart",
    "Bucket",
    "BulletChart",
    "Column",
    "ColumnsChart",
    "HistogramChart",
    "LegendRow",
    "Marker",
    "Measure",
    "PipelineChart",
    "PipelineRow",
    "RoundChart",
    "Series",
    "Slice",
    "SparklineChart",
    "StepSeries",
    "StepsChart",
    "Table",
    "TableRow",
    "Tone",
    "TrendLine",
    "Unit",
    "WaterfallChart",
    "WaterfallStep",
    "bullet",
    "donut",
    "grouped_bars",
    "histogram",
    "month_column",
    "percent_shares",
    "pie",
    "pipeline",
    "sparkline",
    "stacked_bars",
    "stacked_columns",
    "steps",
    "waterfall",
]
