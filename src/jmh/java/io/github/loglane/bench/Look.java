package io.github.loglane.bench;

import java.awt.Color;
import java.awt.Font;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.Axis;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/** What all plots have in common. The background is drawn, so they can be read on a dark page too. */
final class Look {

    static final Color INK = new Color(0x222222);
    static final Color GRID = new Color(0xd8d8d8);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 13);

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 15);
    private static final double MARGIN = 10;

    private Look() {}

    static JFreeChart chart(String title, String subtitle, Plot plot, LegendTitle legend) {
        JFreeChart chart = new JFreeChart(title, TITLE, plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getTitle().setPaint(INK);
        TextTitle under = new TextTitle(subtitle, SMALL);
        under.setPaint(INK);
        chart.addSubtitle(under);
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setItemFont(SMALL);
        legend.setItemPaint(INK);
        chart.addSubtitle(legend);
        chart.setPadding(new RectangleInsets(MARGIN, MARGIN, MARGIN, MARGIN * 2));
        return chart;
    }

    static <T extends Axis> T axis(T axis) {
        axis.setLabelFont(SMALL);
        axis.setLabelPaint(INK);
        axis.setTickLabelFont(SMALL);
        axis.setTickLabelPaint(INK);
        return axis;
    }
}
