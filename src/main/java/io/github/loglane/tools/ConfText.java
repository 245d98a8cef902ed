package io.github.loglane.tools;

import io.github.loglane.conf.ConfAnswer;
import io.github.loglane.conf.ConfSetting;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Records of {@code conf} and answers for people. */
final class ConfText {

    private static final int MAX_VALUE_CHARS = 60;

    private ConfText() {}

    /** A table of those in force, then those that are rejected, then how many are expired. */
    static void write(List<ConfRow> rows, boolean showsExpired, Instant now, PrintWriter out) throws IOException {
        TextTable table = new TextTable("SETTING", "SCOPE", "VALUE", "BY", "WHY", "SINCE", "EXPIRES IN", "OFFSET");
        int shown = 0;
        int hidden = 0;
        for (ConfRow row : rows) {
            boolean isHidden = row.isExpired(now) && !showsExpired;
            hidden += isHidden ? 1 : 0;
            if (row.setting() != null && !isHidden) {
                shown++;
                ConfSetting setting = row.setting();
                table.row(
                        row.key().kind().word() + ' ' + row.key().name(),
                        row.key().scope(),
                        value(setting),
                        setting.by(),
                        setting.why(),
                        setting.at().truncatedTo(ChronoUnit.SECONDS),
                        expiry(row, now),
                        row.offset());
            }
        }
        if (shown > 0) {
            table.print(out);
        } else {
            out.println("no settings");
        }
        for (ConfRow row : rows) {
            if (row.rejection() != null) {
                out.println(TextTable.printable(
                        "rejected: offset " + row.offset() + ", " + row.keyText() + ": " + row.rejection()));
            }
        }
        if (hidden > 0) {
            out.println("expired: " + hidden + ", shown with --all");
        }
    }

    private static String expiry(ConfRow row, Instant now) {
        if (row.isExpired(now)) {
            return "expired";
        }
        Instant end = row.setting().expiresAt();
        return end == null ? "never" : DurationOption.text(Duration.between(now, end));
    }

    static String state(ConfRow row, Instant now) {
        if (row.rejection() != null) {
            return "rejected";
        }
        if (row.isReset()) {
            return "reset";
        }
        return row.isExpired(now) ? "expired" : "set";
    }

    /** A level as its word, anything else as JSON in one line, cut where it is long. */
    private static String value(ConfSetting setting) throws IOException {
        String text = setting.level() != null ? setting.level().name() : ConfJson.oneLine(setting.json());
        return text.length() <= MAX_VALUE_CHARS ? text : text.substring(0, MAX_VALUE_CHARS - 3) + "...";
    }

    /** A record of {@code conf} as one line. */
    static String line(ConfRow row, Instant now) throws IOException {
        StringBuilder line =
                new StringBuilder("offset ").append(row.offset()).append(": ").append(row.keyText());
        if (row.rejection() != null) {
            return TextTable.printable(line + ": rejected: " + row.rejection());
        }
        if (row.isReset()) {
            return TextTable.printable(line + " reset");
        }
        ConfSetting setting = row.setting();
        line.append(" = ").append(value(setting));
        if (setting.by() != null) {
            line.append("  by ").append(setting.by());
        }
        if (setting.why() != null) {
            line.append("  why ").append(setting.why());
        }
        if (row.isExpired(now)) {
            line.append("  expired");
        } else if (setting.expiresAt() != null) {
            line.append("  for ").append(expiry(row, now));
        }
        return TextTable.printable(line.toString());
    }

    /** An answer as one line. */
    static String line(ConfAnswer answer, Instance from) {
        String host = from.hostname() == null ? "unknown host" : from.hostname();
        return TextTable.printable("offset " + answer.offset() + ": " + host
                + (answer.worker().isEmpty() ? "" : ' ' + answer.worker()) + " "
                + answer.status().word()
                + (answer.reason() == null ? "" : " (" + answer.reason() + ')'));
    }
}
