package io.github.loglane.bench;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Paint;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.labels.ItemLabelAnchor;
import org.jfree.chart.labels.ItemLabelPosition;
import org.jfree.chart.labels.StandardCategoryItemLabelGenerator;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.PlotOrientation;
import org.jfree.chart.renderer.category.BarRenderer;
import org.jfree.chart.renderer.category.StandardBarPainter;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.chart.util.SortOrder;
import org.jfree.data.category.DefaultCategoryDataset;

/** What each system delivered a second: the medians as bars, one for each number of threads. */
final class ThroughputPlot {

    /** From few threads to many. */
    private static final List<Color> OTHERS = List.of(new Color(0xb9b9b9), new Color(0x7d7d7d));

    private static final List<Color> OURS = List.of(new Color(0x85b8dd), new Color(0x2b7bba));
    private static final double ROOM_FOR_LABELS = 0.12;
    private static final double BETWEEN_BARS = 0.05;
    private static final double BETWEEN_SYSTEMS = 0.25;
    private static final float LABELS_WIDTH = 0.8f;

    private ThroughputPlot() {}

    static JFreeChart of(List<RawFigures.Row> rows) {
        CategoryAxis systems = Look.axis(new CategoryAxis());
        systems.setMaximumCategoryLabelWidthRatio(LABELS_WIDTH);
        systems.setCategoryMargin(BETWEEN_SYSTEMS);
        NumberAxis rates = Look.axis(new NumberAxis("records/s in the topic"));
        NumberFormat format = NumberFormat.getIntegerInstance(Locale.ROOT);
        rates.setNumberFormatOverride(format);
        rates.setUpperMargin(ROOM_FOR_LABELS);
        BarRenderer bars = new Bars();
        bars.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", format));
        CategoryPlot plot = new CategoryPlot(medians(rows), systems, rates, bars);
        plot.setOrientation(PlotOrientation.HORIZONTAL);
        plot.setRangeAxisLocation(AxisLocation.BOTTOM_OR_LEFT);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Look.GRID);
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setOutlineVisible(false);
        LegendTitle legend = new LegendTitle(bars);
        legend.setSortOrder(SortOrder.ASCENDING);
        return Look.chart(
                "Delivered, as fast as it goes",
                "from the log call to the topic of a real broker on the same machine; loglane in blue",
                plot,
                legend);
    }

    private static DefaultCategoryDataset medians(List<RawFigures.Row> rows) {
        Map<Integer, Map<Peer, List<Figures>>> all = new TreeMap<>();
        rows.forEach(row -> all.computeIfAbsent(row.threads(), threads -> new TreeMap<>())
                .computeIfAbsent(row.peer(), peer -> new ArrayList<>())
                .add(row.figures()));
        DefaultCategoryDataset medians = new DefaultCategoryDataset();
        all.forEach((threads, byPeer) -> byPeer.forEach((peer, figures) -> medians.addValue(
                Figures.medians(figures).get(Metric.DELIVERED),
                threads + (threads == 1 ? " thread" : " threads"),
                peer.label)));
        return medians;
    }

    /** Ours in another colour than the others. */
    private static final class Bars extends BarRenderer {

        private static final long serialVersionUID = 1;

        Bars() {
            setBarPainter(new StandardBarPainter());
            setShadowVisible(false);
            setItemMargin(BETWEEN_BARS);
            setDefaultItemLabelsVisible(true);
            setDefaultPositiveItemLabelPosition(
                    new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
            setDefaultItemLabelFont(Look.SMALL);
            setDefaultItemLabelPaint(Look.INK);
            for (int i = 0; i < OTHERS.size(); i++) {
                setSeriesPaint(i, OTHERS.get(i));
            }
        }

        @Override
        public Paint getItemPaint(int row, int column) {
            boolean isOurs =
                    getPlot().getDataset().getColumnKey(column).toString().startsWith("loglane");
            List<Color> shades = isOurs ? OURS : OTHERS;
            return shades.get(Math.min(row, shades.size() - 1));
        }
    }
}
