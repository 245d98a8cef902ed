package io.github.loglane.tools;

import io.github.loglane.conf.ConfMessage;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A publication for people: a line for each answer as it comes, or on a terminal a table that fills. */
final class SendText implements SendScreen {

    private final PrintWriter out;
    private final String topic;
    private final LiveTable live;

    /** @param live {@code null} where nobody sits at a terminal */
    SendText(PrintWriter out, String topic, LiveTable live) {
        this.out = out;
        this.topic = topic;
        this.live = live;
    }

    @Override
    public void wouldPublish(ConfMessage message) {
        line("would publish: " + message);
    }

    @Override
    public void published(ConfMessage message, long offset) {
        line("published: " + message.key() + (message.value() == null ? " reset" : "") + ", offset " + offset + " of "
                + topic);
    }

    @Override
    public void waiting(Fleet fleet) {
        if (live != null) {
            live.show(table(fleet));
        }
    }

    @Override
    public void answered(Fleet fleet, Instance instance) {
        if (live == null) {
            line(name(instance) + ": " + word(instance) + reason(instance));
        } else {
            live.show(table(fleet));
        }
    }

    @Override
    public void done(Fleet fleet) {
        if (fleet == null) {
            out.flush();
            return;
        }
        if (live != null) {
            live.close(table(fleet));
        }
        for (Instance instance : fleet.instances()) {
            if (instance.state() == Instance.State.WAITING && live == null) {
                long agoMs = Math.max(0, System.currentTimeMillis() - instance.lastSeenMs());
                line(name(instance) + ": no answer, last record " + DurationOption.text(Duration.ofMillis(agoMs))
                        + " ago");
            }
        }
        line(summary(fleet.tally()));
    }

    private static String summary(Fleet.Tally tally) {
        List<String> parts = new ArrayList<>();
        add(parts, tally.applied(), "applied");
        add(parts, tally.rejected(), "rejected");
        add(parts, tally.expired(), "expired");
        add(parts, tally.silent(), "without an answer");
        add(parts, tally.ended(), "ended before");
        String text =
                "answered: " + tally.answered() + " of " + tally.expected() + " instances seen in logs in the last "
                        + DurationOption.text(LogsFeed.LATELY)
                        + (parts.isEmpty() ? "" : "; " + String.join(", ", parts));
        if (tally.others() > 0) {
            text += "; " + tally.others() + " of these not seen before";
        }
        if (tally.unplaced() > 0) {
            text += "; left out: " + tally.unplaced() + " whose records do not tell their host";
        }
        return text;
    }

    private static void add(List<String> parts, int count, String what) {
        if (count > 0) {
            parts.add(count + " " + what);
        }
    }

    /** Those that are missing come first, since a long table is cut. */
    private static List<String> table(Fleet fleet) {
        TextTable table = new TextTable("HOST", "SERVICE", "WORKER", "ANSWER", "");
        List<Instance> instances = new ArrayList<>(fleet.instances());
        instances.sort(
                (a, b) -> Boolean.compare(a.state() == Instance.State.APPLIED, b.state() == Instance.State.APPLIED));
        for (Instance instance : instances) {
            table.row(instance.hostname(), instance.service(), instance.worker(), word(instance), orEmpty(instance));
        }
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text, true));
        return text.toString().lines().toList();
    }

    private static String orEmpty(Instance instance) {
        return instance.reason() == null ? "" : instance.reason();
    }

    private static String name(Instance instance) {
        String host = instance.hostname() == null ? "unknown host" : instance.hostname();
        return instance.worker() == null ? host : host + ' ' + instance.worker();
    }

    static String word(Instance instance) {
        return instance.state() == Instance.State.WAITING
                ? "no answer"
                : instance.state().name().toLowerCase(Locale.ROOT);
    }

    private static String reason(Instance instance) {
        return instance.reason() == null ? "" : " (" + instance.reason() + ')';
    }

    private void line(String text) {
        out.println(TextTable.printable(text));
        out.flush();
    }
}
