package io.github.loglane.tools;

import io.github.loglane.journal.RecordId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;

/** Records for people. */
final class TailText implements TailFormat {

    private static final String RESET = "\033[0m";
    private static final String RED = "\033[31m";
    private static final String YELLOW = "\033[33m";
    private static final String FAINT = "\033[2m";
    private static final String BOLD = "\033[1;35m";
    private static final String FOREIGN = "?";
    private static final int LEVEL_CHARS = 5;

    private final boolean isColoured;

    TailText(boolean isColoured) {
        this.isColoured = isColoured;
    }

    @Override
    public String record(TailRecord record) {
        String gap = record.gap() == null ? "" : gap(record);
        if (!record.isLoglane()) {
            return join(gap, foreign(record));
        }
        return switch (record.role()) {
            case BEGIN, END, OTHER -> join(gap, painted(FAINT, "-- " + head(record) + ' ' + message(record)));
            case DROP -> gap.isEmpty() ? painted(BOLD, "!! " + head(record) + ' ' + message(record)) : gap;
            case EVENT, STUB -> join(gap, event(record));
        };
    }

    private static String join(String gap, String line) {
        return gap.isEmpty() ? line : gap + '\n' + line;
    }

    private String event(TailRecord record) {
        StringBuilder line = new StringBuilder(160);
        String level = TerminalText.line(record.level());
        line.append(time(record.time()))
                .append(' ')
                .append(painted(colour(level), level + " ".repeat(Math.max(0, LEVEL_CHARS - level.length()))))
                .append(' ')
                .append(who(record))
                .append(" [")
                .append(TerminalText.line(String.valueOf(record.thread())))
                .append("] ")
                .append(TerminalText.line(String.valueOf(record.logger())))
                .append(" - ")
                .append(TerminalText.indented(String.valueOf(record.message())));
        if (record.stackTrace() != null) {
            line.append("\n    ").append(TerminalText.indented(record.stackTrace()));
        }
        return line.toString();
    }

    private static String message(TailRecord record) {
        return TerminalText.indented(String.valueOf(record.message())) + " (epoch " + RecordId.epochText(record.epoch())
                + ", seq " + record.seq() + ')';
    }

    private static String head(TailRecord record) {
        return time(record.time()) + ' ' + who(record);
    }

    /** Neither of our encoder nor of a layout that looks like it. */
    private String foreign(TailRecord record) {
        String of = record.isOurs() ? who(record) : "partition " + record.partition() + " offset " + record.offset();
        String text = record.hasValue() ? TerminalText.indented(record.text()) : "(no value)";
        return painted(FAINT, FOREIGN + ' ' + time(record.time()) + ' ' + of + ": ") + text;
    }

    @Override
    public String gap(TailRecord record) {
        DeclaredGap gap = record.gap();
        long events = gap.to() - gap.from() + 1;
        String causes = gap.byCause().entrySet().stream()
                .map((Map.Entry<String, Long> cause) -> cause.getKey() + ' ' + cause.getValue())
                .collect(Collectors.joining(", "));
        return painted(
                BOLD,
                "!! " + head(record) + ' ' + events + (events == 1 ? " event" : " events") + " dropped: " + causes
                        + " (epoch " + RecordId.epochText(record.epoch()) + ", seq " + gap.from() + '-' + gap.to()
                        + ')');
    }

    private static String who(TailRecord record) {
        String host = record.hostname() == null ? "unknown host" : record.hostname();
        String worker = record.workerText();
        return TerminalText.line(worker == null ? host : host + '/' + worker);
    }

    /** To the millisecond, which is as much as people read; the order knows more. */
    private static String time(Instant instant) {
        String text = instant.truncatedTo(ChronoUnit.MILLIS).toString();
        return text.indexOf('.') < 0 ? text.substring(0, text.length() - 1) + ".000Z" : text;
    }

    private static String colour(String level) {
        return switch (level) {
            case "FATAL", "ERROR" -> RED;
            case "WARN" -> YELLOW;
            case "DEBUG", "TRACE" -> FAINT;
            default -> "";
        };
    }

    private String painted(String colour, String text) {
        return isColoured && !colour.isEmpty() ? colour + text + RESET : text;
    }
}
