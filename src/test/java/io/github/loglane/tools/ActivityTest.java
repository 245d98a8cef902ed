package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a run did, as its records tell. */
class ActivityTest {

    private static final Instant NOW = Instant.ofEpochMilli(JudgedTopic.NOW_MS);
    private static final Instant FROM = NOW.minusSeconds(900);

    private final Activities activities = new Activities();
    private final RecordView view = new RecordView();

    private void see(int partition, String key, long agoSeconds, String worker, String gap, String kind, String value) {
        long timestampMs = JudgedTopic.NOW_MS - agoSeconds * 1_000;
        assertThat(view.read(JudgedTopic.record(
                        partition, 0, timestampMs, key, JudgedTopic.headers(worker, gap, kind), value)))
                .isTrue();
        activities.see(view);
    }

    private void event(int partition, String key, long agoSeconds, String worker) {
        see(partition, key, agoSeconds, worker, null, null, "{\"hostname\":\"web-1\",\"service\":\"shop\"}");
    }

    private void begin(String key, long agoSeconds) {
        see(
                0,
                key,
                agoSeconds,
                null,
                null,
                "begin",
                "{\"@timestamp\":\"" + NOW.minusSeconds(agoSeconds) + "\",\"hostname\":\"web-2\"}");
    }

    private Activity only() {
        assertThat(activities.all()).hasSize(1);
        return activities.all().get(0);
    }

    @Test
    void duplicates_areNotCounted() {
        for (int round = 0; round < 2; round++) {
            for (int seq = 2; seq < 12; seq++) {
                event(seq % 2, "e-" + seq, 100 - seq, "3");
            }
        }
        assertThat(only().events()).isEqualTo(10);
        assertThat(only().lastSeq()).isEqualTo(11);
        assertThat(only().hostname()).isEqualTo("web-1");
        assertThat(only().service()).isEqualTo("shop");
        assertThat(only().worker()).isEqualTo("3");
        assertThat(only().state()).isEqualTo(Activity.State.OPEN);
    }

    @Test
    void rate_isOverTheTimeThatItWasThere() {
        for (int seq = 2; seq < 92; seq++) {
            event(0, "e-" + seq, 100, "3");
        }
        assertThat(only().begun()).isNull();
        assertThat(only().eventsPerSecond(FROM, NOW)).isEqualTo(0.1);
        begin("f-1", 100);
        event(0, "f-2", 99, "4");
        event(0, "f-3", 99, "4");
        Activity second = activities.all().get(1);
        assertThat(second.begun()).isEqualTo(NOW.minusSeconds(100));
        assertThat(second.eventsPerSecond(FROM, NOW)).isEqualTo(0.02);
        see(0, "f-4", 90, "4", null, "end", "{\"hostname\":\"web-2\"}");
        assertThat(second.eventsPerSecond(FROM, NOW)).isEqualTo(0.2);
        assertThat(second.state()).isEqualTo(Activity.State.ENDED);
    }

    @Test
    void shortRun_hasNoEndlessRate() {
        begin("e-1", 5);
        event(0, "e-2", 5, "3");
        see(0, "e-3", 5, "3", null, "end", "{}");
        assertThat(only().eventsPerSecond(FROM, NOW)).isEqualTo(1.0);
    }

    @Test
    void gaps_areAddedUpByCause() {
        see(0, "e-6", 9, "3", "3-5;full=2;shed=1", null, "{}");
        see(0, "e-6", 9, "3", "3-5;full=2;shed=1", null, "{}");
        see(0, "e-9", 9, null, "7-9;full=3", "drop", "{}");
        assertThat(only().dropped()).isEqualTo(6);
        assertThat(only().droppedByCause()).containsEntry("full", 5L).containsEntry("shed", 1L);
        assertThat(only().events()).as("a drop record is no event").isEqualTo(1);
    }

    @Test
    void end_isOneOnlyWithNothingBehindIt() {
        see(0, "e-6", 9, "3", null, "end", "{\"hostname\":\"web-9\",\"adoptedBy\":\"x\"}");
        assertThat(only().state()).isEqualTo(Activity.State.ADOPTED);
        event(1, "e-7", 8, "3");
        assertThat(only().state()).isEqualTo(Activity.State.OPEN);
    }

    @Test
    void processOfAnyNumberOfWorkers_isBounded() {
        for (int seq = 2; seq < 5_000; seq++) {
            event(0, "e-" + seq, 100, "thread-" + seq);
        }
        assertThat(only().worker()).isEqualTo("over 100 workers");
    }

    @Test
    void table_isForPeople() {
        event(0, "e-2", 65, "10");
        event(0, "f-2", 65, "9");
        StringWriter out = new StringWriter();
        ActivityText.write(activities.all(), FROM, NOW, new PrintWriter(out, true));
        assertThat(out.toString().lines().skip(1))
                .allMatch(line -> line.matches("web-1 +shop +(10|9) +[ef] +- +1m5s ago +<0\\.1 +2 +0 +open"))
                .hasSize(2);
        assertThat(out.toString().indexOf(" 9 ")).isLessThan(out.toString().indexOf(" 10 "));
    }

    @Test
    void rates_areShort() {
        assertThat(ActivityText.rate(0)).isEqualTo("0");
        assertThat(ActivityText.rate(0.01)).isEqualTo("<0.1");
        assertThat(ActivityText.rate(3.25)).isEqualTo("3.3");
        assertThat(ActivityText.rate(12_345.6)).isEqualTo("12,346");
    }
}
