package io.github.loglane.front;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.Read;
import io.github.loglane.tools.Audit;
import io.github.loglane.tools.AuditReport;
import io.github.loglane.tools.Verdict;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The independent list: workers number their events from 1 in the message, {@code worker 3 event 17}, and here they are
 * counted, whatever layout wrote the rest. First occurrences count; per worker they must come without a gap and in order.
 */
public final class NumberedEvents {

    private static final Pattern EVENT = Pattern.compile("worker (\\d+) event (\\d+)");

    private static final String CONF_ANSWER = "\"logger\":\"loglane.conf\"";

    private final Set<String> keys = new HashSet<>();
    private final Map<String, Integer> lastOfWorker = new TreeMap<>();

    /** The last number of each worker. */
    public static Map<String, Integer> in(BrokerProcess broker, String topic) {
        NumberedEvents events = new NumberedEvents();
        broker.topics().reader(topic).forEach(events::add);
        return events.lastOfWorker;
    }

    /** Audits the topic: complete, and all epochs ended. */
    public static AuditReport audit(BrokerProcess broker, String topic) {
        AuditReport audit = Audit.run(Map.of("bootstrap.servers", broker.bootstrapServers()), topic);
        assertThat(audit.verdict()).as("%s", audit).isEqualTo(Verdict.COMPLETE);
        return audit;
    }

    /** Returns false for a record that is no event, or that was seen before. */
    public boolean add(Read read) {
        if (!keys.add(read.key()) || read.header("kind") != null || read.text().contains(CONF_ANSWER)) {
            return false;
        }
        Matcher event = EVENT.matcher(read.text());
        assertThat(event.find()).as("%s", read).isTrue();
        int expected = lastOfWorker.merge(event.group(1), 1, Integer::sum);
        assertThat(Integer.parseInt(event.group(2))).as("%s", read).isEqualTo(expected);
        return true;
    }

    public Map<String, Integer> lastOfWorker() {
        return lastOfWorker;
    }
}
