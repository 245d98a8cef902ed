package io.github.loglane.tools;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Columns as wide as their widest cell; numbers to the right, text to the left. */
final class TextTable {

    private static final String BETWEEN = "  ";

    private final List<String[]> rows = new ArrayList<>();

    TextTable(String... head) {
        rows.add(head);
    }

    void row(Object... cells) {
        String[] row = new String[cells.length];
        for (int i = 0; i < cells.length; i++) {
            row[i] = cells[i] == null ? "-" : printable(cells[i].toString());
        }
        rows.add(row);
    }

    /** What stands in a record may steer a terminal. */
    static String printable(String text) {
        return text.replaceAll("\\p{Cc}", "?");
    }

    void print(PrintWriter out) {
        int columns = rows.get(0).length;
        int[] widths = new int[columns];
        boolean[] numeric = new boolean[columns];
        for (int i = 0; i < columns; i++) {
            int column = i;
            widths[column] =
                    rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
            numeric[column] = rows.stream().skip(1).allMatch(row -> isNumeric(row[column]));
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String fill = " ".repeat(widths[column] - row[column].length());
                line.append(numeric[column] ? fill + row[column] : row[column] + fill)
                        .append(BETWEEN);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static boolean isNumeric(String cell) {
        return cell.equals("-") || cell.chars().allMatch(c -> (c >= '0' && c <= '9') || c == ',');
    }
}
