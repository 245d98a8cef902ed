package io.github.loglane.tools;

import java.io.PrintWriter;
import java.util.List;

/** Lines on a terminal that are written over as they change. */
final class LiveTable {

    /** More would not fit on a small terminal, and what has scrolled away cannot be written over. */
    static final int MAX_LINES = 20;

    private static final String NO_WRAP = "\033[?7l";
    private static final String WRAP = "\033[?7h";
    private static final String ERASE_BELOW = "\033[J";

    private final PrintWriter out;
    private int shownLines;

    LiveTable(PrintWriter out) {
        this.out = out;
    }

    /** Shows the first of {@code lines} in the place of those before. */
    void show(List<String> lines) {
        boolean isCut = lines.size() > MAX_LINES;
        List<String> shown = isCut ? lines.subList(0, MAX_LINES - 1) : lines;
        write(shown, isCut ? "... and " + (lines.size() - shown.size()) + " more" : null);
    }

    /** Shows all of {@code lines}, to stay. */
    void close(List<String> lines) {
        write(lines, null);
    }

    private void write(List<String> lines, String more) {
        StringBuilder text = new StringBuilder(NO_WRAP);
        if (shownLines > 0) {
            text.append("\033[").append(shownLines).append("A\r");
        }
        text.append(ERASE_BELOW);
        lines.forEach(line -> text.append(line).append('\n'));
        if (more != null) {
            text.append(more).append('\n');
        }
        shownLines = lines.size() + (more == null ? 0 : 1);
        out.print(text.append(WRAP));
        out.flush();
    }
}
