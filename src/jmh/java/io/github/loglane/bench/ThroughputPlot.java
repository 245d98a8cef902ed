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
import org.jfree.data.category.CategoryDataset;
import org.jfree.data.category.DefaultCategoryDataset;

/** What each system delivered a second: the medians as bars, one for each number of threads. */
final class ThroughputPlot {

    /** Of the fewest threads and of the most. */
    private static final List<Color> OTHERS = List.of(new Color(0xb9b9b9), new Color(0x6d6d6d));

    private static final List<Color> OURS = List.of(new Color(0x85b8dd), new Color(0x1f6dab));
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
        DefaultCategoryDataset medians = medians(rows);
        BarRenderer bars = new Bars(medians);
        bars.setDefaultItemLabelGenerator(new StandardCategoryItemLabelGenerator("{2}", format));
        CategoryPlot plot = new CategoryPlot(medians, systems, rates, bars);
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

        private final CategoryDataset data;

        Bars(CategoryDataset data) {
            this.data = data;
            setBarPainter(new StandardBarPainter());
            setShadowVisible(false);
            setItemMargin(BETWEEN_BARS);
            setDefaultItemLabelsVisible(true);
            setDefaultPositiveItemLabelPosition(
                    new ItemLabelPosition(ItemLabelAnchor.OUTSIDE3, TextAnchor.CENTER_LEFT));
            setDefaultItemLabelFont(Look.SMALL);
            setDefaultItemLabelPaint(Look.INK);
            for (int row = 0; row < data.getRowCount(); row++) {
                setSeriesPaint(row, shade(OTHERS, row)); // which the legend takes
            }
        }

        @Override
        public Paint getItemPaint(int row, int column) {
            boolean isOurs = data.getColumnKey(column).toString().startsWith("loglane");
            return shade(isOurs ? OURS : OTHERS, row);
        }

        private Color shade(List<Color> ends, int row) {
            float[] light = ends.get(0).getRGBColorComponents(null);
            float[] dark = ends.get(1).getRGBColorComponents(null);
            float share = row / Math.max(1f, data.getRowCount() - 1f);
            for (int i = 0; i < light.length; i++) {
                light[i] += share * (dark[i] - light[i]);
            }
            return new Color(light[0], light[1], light[2]);
        }
    }
}
