package io.github.loglane.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTitleAnnotation;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.IntervalMarker;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** How late log calls returned while the broker was killed and came back: one panel a system, the same scale for all. */
final class OutagePlot {

    private static final Map<Metric, Color> LINES = lines();
    private static final Color AWAY = new Color(0xfbe3e0);
    private static final double MICROS_PER_SECOND = 1e6;
    private static final double GAP = 14;
    private static final double TICK_SECONDS = 5;
    private static final float LINE_WIDTH = 1.4f;
    private static final float WIDER = 1.1f;
    /** Below the lowest line, for a label. */
    private static final double ROOM = 4;

    private OutagePlot() {}

    private static Map<Metric, Color> lines() {
        Map<Metric, Color> lines = new LinkedHashMap<>();
        lines.put(Metric.MAX, new Color(0xd2d2d2));
        lines.put(Metric.P999, new Color(0xf0a040));
        lines.put(Metric.P99, new Color(0x2b7bba));
        lines.put(Metric.P50, new Color(0x0b3c6f));
        return lines;
    }

    static JFreeChart of(List<RawFigures.Slot> slots) {
        NumberAxis seconds = Look.axis(new NumberAxis("seconds since the load began (when the event was due)"));
        seconds.setTickUnit(new NumberTickUnit(TICK_SECONDS));
        seconds.setRange(0, slots.get(slots.size() - 1).second() + OutageTimeline.SLOT_MS / 1e3);
        CombinedDomainXYPlot panels = new CombinedDomainXYPlot(seconds);
        panels.setGap(GAP);
        Map<Peer, List<RawFigures.Slot>> byPeer = new LinkedHashMap<>();
        slots.forEach(slot ->
                byPeer.computeIfAbsent(slot.peer(), peer -> new ArrayList<>()).add(slot));
        byPeer.forEach((peer, of) -> panels.add(panel(peer, of, slots)));
        LegendTitle legend = new LegendTitle(((XYPlot) panels.getSubplots().get(0)).getRenderer());
        String subtitle = "steady " + Outage.EVENTS_PER_SECOND + " events/s from one thread, in slots of "
                + OutageTimeline.SLOT_MS + " ms";
        return Look.chart("Log calls while the broker is killed and comes back", subtitle, panels, legend);
    }

    private static XYPlot panel(Peer peer, List<RawFigures.Slot> slots, List<RawFigures.Slot> all) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true); // a piece for each slot makes the file five times as large
        LINES.forEach((metric, color) -> {
            renderer.setSeriesPaint(data.getSeriesCount(), color);
            // the higher percentile looks out from under the lower one where both are the same
            float width = LINE_WIDTH + WIDER * (LINES.size() - 1 - data.getSeriesCount());
            renderer.setSeriesStroke(
                    data.getSeriesCount(), new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
            data.addSeries(series(metric, slots));
        });
        XYPlot panel = new XYPlot(data, null, latencies(all), renderer);
        panel.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD); // so that the median is on top
        panel.setBackgroundPaint(Color.WHITE);
        panel.setDomainGridlinePaint(Look.GRID);
        panel.setRangeGridlinePaint(Look.GRID);
        panel.setDomainGridlineStroke(new BasicStroke(1));
        panel.setRangeGridlineStroke(new BasicStroke(1));
        panel.addDomainMarker(away(slots), Layer.BACKGROUND);
        TextTitle name = new TextTitle(peer.label, Look.BOLD);
        name.setPaint(Look.INK);
        name.setBackgroundPaint(Color.WHITE);
        name.setFrame(new BlockBorder(Color.WHITE));
        panel.addAnnotation(new XYTitleAnnotation(0.01, 0.97, name, RectangleAnchor.TOP_LEFT));
        return panel;
    }

    private static XYSeries series(Metric metric, List<RawFigures.Slot> slots) {
        XYSeries series = new XYSeries(metric.name().toLowerCase(Locale.ROOT).replace("p999", "p99.9"));
        slots.forEach(slot -> series.add(slot.second(), slot.figures().get(metric) / MICROS_PER_SECOND));
        return series;
    }

    private static LogAxis latencies(List<RawFigures.Slot> all) {
        double least = all.stream()
                .mapToDouble(slot -> slot.figures().get(Metric.P50))
                .min()
                .orElseThrow();
        double most = all.stream()
                .mapToDouble(slot -> slot.figures().get(Metric.MAX))
                .max()
                .orElseThrow();
        LogAxis axis = Look.axis(new LogAxis("latency"));
        axis.setNumberFormatOverride(new TimeFormat());
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setMinorTickMarksVisible(false);
        axis.setRange(decade(Math.floor(Math.log10(least / ROOM))), decade(Math.ceil(Math.log10(most))));
        return axis;
    }

    private static double decade(double exponentOfMicros) {
        return Math.pow(10, exponentOfMicros) / MICROS_PER_SECOND;
    }

    private static IntervalMarker away(List<RawFigures.Slot> slots) {
        List<Double> seconds = slots.stream()
                .filter(slot -> !slot.brokerUp())
                .map(RawFigures.Slot::second)
                .toList();
        double end = seconds.get(seconds.size() - 1) + OutageTimeline.SLOT_MS / 1e3;
        IntervalMarker away = new IntervalMarker(seconds.get(0), end, AWAY);
        away.setAlpha(1);
        away.setLabel("no broker");
        away.setLabelFont(Look.SMALL);
        away.setLabelBackgroundColor(AWAY);
        away.setLabelPaint(Look.INK);
        away.setLabelAnchor(RectangleAnchor.BOTTOM);
        away.setLabelTextAnchor(TextAnchor.BOTTOM_CENTER);
        return away;
    }
}
