package io.github.loglane.conf;

import static io.github.loglane.conf.FakeProcess.utf8;
import static io.github.loglane.conf.FakeProcess.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfApplierTest {

    private static final ConfIdentity SELF = new ConfIdentity("web-1", "shop", "3", false);
    private static final List<String> SCOPES =
            List.of("*", "service/shop", "host/web-1", "worker/3", "host/web-1/worker/3");
    private static final List<String> LEVELS = List.of("INFO", "WARN", "ERROR", "INFO", "WARN");

    private final FakeClock clock = new FakeClock();
    private final FakeProcess process = new FakeProcess(SELF, clock);

    private static String until(String time) {
        return ",\"expiresAt\":\"2026-11-22T" + time + "Z\"";
    }

    private static String level(String level) {
        return value('"' + level + '"');
    }

    @Test
    void mostSpecificScope_winsWhateverTheOrder() {
        // each subset of the scopes, put in either order, then taken away from the most specific down
        for (int subset = 1; subset < 1 << SCOPES.size(); subset++) {
            for (boolean isUp : new boolean[] {true, false}) {
                checkSubset(subset, isUp);
            }
        }
    }

    private void checkSubset(int subset, boolean isUp) {
        FakeProcess any = new FakeProcess(SELF, clock);
        int offset = 0;
        for (int i = 0; i < SCOPES.size(); i++) {
            int scope = isUp ? i : SCOPES.size() - 1 - i;
            if ((subset & 1 << scope) != 0) {
                any.record(offset++, SCOPES.get(scope) + "#level/a", level(LEVELS.get(scope)));
            }
        }
        for (int scope = SCOPES.size() - 1; scope >= 0; scope--) {
            if ((subset & 1 << scope) != 0) {
                assertThat(any.levels).containsEntry("a", LEVELS.get(scope));
                any.record(offset++, SCOPES.get(scope) + "#level/a", null);
            }
        }
        assertThat(any.levels).isEmpty();
        assertThat(any.answers).hasSize(2 * Integer.bitCount(subset));
    }

    @ParameterizedTest
    @CsvSource({
        "*, true",
        "service/shop, true",
        "service/pay, false",
        "host/web-1, true",
        "host/web-2, false",
        "worker/3, true",
        "worker/4, false",
        "host/web-1/worker/3, true",
        "host/web-2/worker/3, false",
        "host/web-1/worker/4, false"
    })
    void scope_concernsOrNot(String scope, boolean concerns) {
        process.record(0, scope + "#level/a", level("WARN"));
        assertThat(process.levels.containsKey("a")).isEqualTo(concerns);
        assertThat(process.answers).hasSize(concerns ? 1 : 0);
    }

    @Test
    void rejectedRecord_leavesNothingOfItsKey() {
        process.record(0, "*#level/a", level("WARN"));
        process.record(1, "host/web-1#level/a", level("ERROR"));
        process.record(2, "host/web-1#level/a", value("\"DEBUG\""));
        assertThat(process.levels).containsEntry("a", "WARN");
        assertThat(process.answerLines().get(2)).startsWith("2 rejected expecting: expiresAt");
        assertThat(process.status.get(0)).contains("topic conf, offset 2", "expiresAt");
    }

    @Test
    void badKey_isAnsweredByAll() {
        process.record(0, "pod/x#level/a", level("WARN"));
        assertThat(process.answers.get(0).scope()).isNull();
        assertThat(process.answerLines()).hasSize(1).allMatch(line -> line.startsWith("0 rejected"));
    }

    @Test
    void expiry_fallsToTheNextLiveScope() {
        process.record(0, "*#level/a", value("\"WARN\"", until("12:10:00")));
        process.record(1, "worker/3#level/a", value("\"DEBUG\"", until("12:05:00")));
        assertThat(process.applier.nanosToNextExpiry())
                .isEqualTo(Duration.ofMinutes(5).toNanos());
        clock.pass(Duration.ofMinutes(5));
        process.applier.expire();
        assertThat(process.levels).containsEntry("a", "WARN");
        clock.pass(Duration.ofMinutes(5));
        process.applier.expire();
        process.applier.expire();
        assertThat(process.levels).isEmpty();
        assertThat(process.answerLines()).containsExactly("0 applied", "1 applied", "1 expired", "0 expired");
    }

    @Test
    void expiry_doesNotFollowTheWallClock() {
        process.record(0, "*#level/a", value("\"DEBUG\"", until("12:05:00")));
        clock.step(Duration.ofDays(-1));
        clock.pass(Duration.ofMinutes(4));
        clock.step(Duration.ofDays(3));
        process.applier.expire();
        assertThat(process.levels).containsKey("a");
        clock.pass(Duration.ofMinutes(1));
        process.applier.expire();
        assertThat(process.levels).isEmpty();
    }

    @Test
    void recordExpiredOnArrival_takesBackWhatItsKeyHad() {
        process.record(0, "*#level/a", level("WARN"));
        process.record(1, "*#level/a", value("\"DEBUG\"", until("11:00:00")));
        assertThat(process.levels).isEmpty();
        assertThat(process.answerLines()).containsExactly("0 applied", "1 expired it had expired when it was read");
    }

    @Test
    void maskedRecord_saysByWhom() {
        process.record(0, "worker/3#level/a", level("WARN"));
        process.record(1, "*#level/a", level("ERROR"));
        assertThat(process.levels).containsEntry("a", "WARN");
        assertThat(process.answerLines()).containsExactly("0 applied", "1 applied masked by worker/3");
    }

    @Test
    void levelThatCannotBeSet_isRejected() {
        process.broken = true;
        process.record(0, "*#level/a", level("WARN"));
        assertThat(process.answerLines().get(0)).startsWith("0 rejected failed: java.lang.IllegalStateException");
    }

    @Test
    void replay_appliesOnlyTheLastOfEachKey() {
        ConfReplay replay = process.applier.newReplay(false);
        replay.add(0, utf8("*#level/a"), utf8(level("WARN")));
        replay.add(1, utf8("*#level/a"), utf8(level("ERROR")));
        replay.add(2, utf8("*#config/x"), utf8(value("1")));
        replay.add(3, utf8("*#level/b"), utf8(level("ERROR")));
        replay.add(4, utf8("*#level/b"), null);
        replay.add(5, utf8("*#level/c"), utf8(value("\"DEBUG\"", until("11:00:00"))));
        replay.add(6, utf8("*#level/d"), utf8("{"));
        process.applier.replayed(replay, false);
        assertThat(process.calls).containsExactlyInAnyOrder("a=ERROR", "x=1");
        assertThat(process.answerLines())
                .hasSize(3)
                .contains("1 applied", "2 applied")
                .anyMatch(line -> line.startsWith("6 rejected"));
        process.applier.replayed(replay, false);
        assertThat(process.answers).hasSize(3);
        assertThat(process.calls).hasSize(2);
    }

    @Test
    void secondReplay_appliesAndAnswersOnlyWhatIsNew() {
        process.record(0, "*#level/a", level("WARN"));
        process.record(1, "*#level/b", level("WARN"));
        process.record(2, "*#level/c", "{");
        process.calls.clear();
        process.answers.clear();
        ConfReplay replay = process.applier.newReplay(false);
        replay.add(0, utf8("*#level/a"), utf8(level("WARN")));
        replay.add(2, utf8("*#level/c"), utf8("{"));
        replay.add(3, utf8("*#level/d"), utf8(level("INFO")));
        process.applier.replayed(replay, false);
        assertThat(process.calls).containsExactlyInAnyOrder("d=INFO", "b=null");
        assertThat(process.answerLines()).containsExactly("3 applied");
    }

    @Test
    void recreatedTopic_isANewTruth() {
        process.record(0, "*#level/a", level("WARN"));
        ConfReplay replay = process.applier.newReplay(true);
        replay.add(0, utf8("*#level/b"), utf8(level("INFO")));
        process.applier.replayed(replay, true);
        assertThat(process.levels).containsOnlyKeys("b");
        assertThat(process.answerLines()).containsExactly("0 applied", "0 applied");
    }

    @Test
    void lanes_haveLevelsOfTheirOwnAndTheProcessItsOwn() {
        FakeProcess threads = new FakeProcess(new ConfIdentity("web-1", "shop", null, true), clock);
        threads.record(0, "*#level/a", level("WARN"));
        threads.record(1, "worker/7#level/a", level("INFO"));
        threads.record(2, "host/web-1/worker/7#level/a", level("ERROR"));
        threads.record(3, "worker/7#config/x", value("1"));
        assertThat(threads.levels).containsEntry("a", "WARN").containsEntry("a@7", "ERROR");
        assertThat(threads.answers).extracting(ConfAnswer::worker).containsExactly("", "7", "7");
        threads.record(4, "host/web-1/worker/7#level/a", null);
        assertThat(threads.levels).containsEntry("a@7", "INFO");
    }

    @Test
    void hugeNumberOfKeys_staysWithinBounds() {
        String big = value('"' + "x".repeat(900_000) + '"');
        for (int i = 0; i < 100; i++) {
            process.record(i, "*#config/c" + i, big);
        }
        assertThat(process.applier.state().size()).isLessThan(40);
        assertThat(process.answerLines().get(99)).startsWith("99 rejected expecting: at most");
    }
}
