package io.github.loglane.tools;

import io.github.loglane.journal.RecordId;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Who logged, as a table for people. */
final class ActivityText {

    private static final double NEVER_BELOW = 0.1;

    private ActivityText() {}

    static void write(List<Activity> all, Instant from, Instant now, PrintWriter out) {
        if (all.isEmpty()) {
            out.println("nobody logged since " + from.truncatedTo(ChronoUnit.SECONDS));
            return;
        }
        TextTable table = new TextTable(
                "HOST", "SERVICE", "WORKER", "EPOCH", "SINCE", "LAST SEEN", "EVENTS/S", "LAST SEQ", "DROPPED", "STATE");
        for (Activity activity : all) {
            table.row(
                    activity.hostname(),
                    activity.service(),
                    activity.worker(),
                    RecordId.epochText(activity.epoch),
                    activity.begun() == null ? null : activity.begun().truncatedTo(ChronoUnit.SECONDS),
                    ago(activity.lastSeenMs(), now),
                    rate(activity.eventsPerSecond(from, now)),
                    activity.lastSeq(),
                    activity.dropped(),
                    AuditText.word(activity.state()));
        }
        table.print(out);
    }

    private static String ago(long timestampMs, Instant now) {
        return DurationOption.text(Duration.between(Instant.ofEpochMilli(timestampMs), now)) + " ago";
    }

    /** Short, and never 0 where there was something. */
    static String rate(double eventsPerSecond) {
        if (eventsPerSecond == 0) {
            return "0";
        }
        return eventsPerSecond < NEVER_BELOW
                ? "<0.1"
                : String.format(Locale.ROOT, eventsPerSecond < 10 ? "%.1f" : "%,.0f", eventsPerSecond);
    }
}
