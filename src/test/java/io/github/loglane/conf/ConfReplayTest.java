package io.github.loglane.conf;

import static io.github.loglane.conf.FakeProcess.add;
import static io.github.loglane.conf.FakeProcess.utf8;
import static io.github.loglane.conf.FakeProcess.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The topic read from its beginning: what is answered, what has room, and what does not come back. */
class ConfReplayTest {

    private static final ConfIdentity SELF = new ConfIdentity("web-1", "shop", "3", false);
    private static final String WARN = value("\"WARN\"");
    private static final String BIG = "x".repeat(900_000);
    private static final String UNTIL_12_05 = ",\"expiresAt\":\"2026-11-22T12:05:00Z\"";

    private final FakeClock clock = new FakeClock();
    private final FakeProcess process = new FakeProcess(SELF, clock);

    private ConfReplay replay() {
        return process.applier.newReplay(false);
    }

    private void finish(ConfReplay replay) {
        process.applier.replayed(replay, false);
    }

    @Test
    void badRecords_areAnsweredWhereTheyAreTheLastOfTheirKey() {
        for (int round = 0; round < 2; round++) {
            ConfReplay replay = replay();
            add(replay, 0, "pod/x#level/a", WARN);
            add(replay, 1, "*#level/a", "{");
            add(replay, 2, "*#level/a", WARN);
            add(replay, 3, "*#level/b", "{");
            add(replay, 4, "pod/x#level/a", WARN);
            add(replay, 5, "pod/y#level/a", WARN);
            add(replay, 6, "pod/y#level/a", null);
            replay.add(7, null, utf8(WARN));
            replay.add(8, new byte[5000], utf8(WARN));
            finish(replay);
        }
        assertThat(process.answers)
                .extracting(answer -> answer.offset() + " " + answer.status().word())
                .containsExactlyInAnyOrder("2 applied", "3 rejected", "4 rejected", "7 rejected", "8 rejected");
    }

    @Test
    void manyBadRecords_giveAHundredAnswersAndOneLine() {
        for (int round = 0; round < 2; round++) {
            ConfReplay replay = replay();
            for (int i = 0; i < 100_000; i++) {
                add(replay, i, (i % 2 == 0 ? "*#config/c" : "pod/x#config/c") + i, "{");
            }
            add(replay, 100_000, "*#level/a", WARN);
            finish(replay);
        }
        assertThat(process.levels).containsEntry("a", "WARN");
        assertThat(process.answers).hasSize(ConfReplay.MAX_REJECTED + 1);
        assertThat(process.answerLines())
                .anyMatch(line -> line.startsWith("99999 rejected"))
                .anyMatch(line -> line.startsWith("99900 rejected"));
        assertThat(process.status)
                .filteredOn(line -> line.contains("99900 more records than the last 100 are rejected"))
                .hasSize(1);
    }

    /** Else a process that was restarted would leave out what one that went on running has. */
    @Test
    void rejectedAndExpiredRecords_takeNoRoom() {
        ConfReplay replay = replay();
        for (int i = 0; i < 50; i++) {
            add(replay, i, "*#config/c" + i, BIG);
            add(replay, 1000 + i, "*#config/d" + i, value('"' + BIG + '"', ",\"expiresAt\":\"2026-11-22T11:00:00Z\""));
        }
        add(replay, 2000, "*#config/good", value('"' + BIG + '"'));
        finish(replay);
        assertThat(process.configs).containsOnlyKeys("good");
    }

    @Test
    void settingsBeyondTheLimit_areLeftOutAndReportedOnceAndNotAnswered() {
        for (int round = 0; round < 2; round++) {
            ConfReplay replay = replay();
            for (int i = 0; i < 100; i++) {
                add(replay, i, "*#config/c" + i, value('"' + BIG + '"'));
            }
            finish(replay);
        }
        assertThat(process.configs).hasSize(37);
        assertThat(process.answers).hasSize(37);
        assertThat(process.status).hasSize(1).first().asString().contains("63 records are left out", "33554432");
    }

    @Test
    void textsBesideTheValue_takeRoomToo() {
        String more = ",\"by\":\"" + "b".repeat(1000) + "\",\"why\":\"" + "w".repeat(1000) + '"';
        for (int i = 0; i < 100_000; i++) {
            process.record(i, "*#config/c" + i, value("1", more));
        }
        assertThat(process.applier.state().size()).isBetween(10_000, 20_000);
    }

    @Test
    void hundredThousandSmallSettings_haveRoom() {
        ConfReplay replay = replay();
        for (int i = 0; i < 100_000; i++) {
            add(replay, i, "*#config/c" + i, value(String.valueOf(i)));
        }
        finish(replay);
        assertThat(process.configs).hasSize(100_000).containsEntry("c99999", "99999");
        assertThat(process.status).isEmpty();
    }

    @Test
    void levels_haveALimitOfTheirOwn() {
        ConfReplay replay = replay();
        for (int i = 0; i <= ConfBudget.MAX_LEVELS; i++) {
            add(replay, i, "*#level/l" + i, WARN);
        }
        add(replay, 1_000_000, "*#config/c", value("1"));
        finish(replay);
        assertThat(process.levels).hasSize(ConfBudget.MAX_LEVELS);
        assertThat(process.configs).hasSize(1);
        process.record(1_000_001, "*#level/l0", null);
        process.record(1_000_002, "*#level/more", WARN);
        process.record(1_000_003, "*#level/evenMore", WARN);
        assertThat(process.levels).containsKey("more").doesNotContainKeys("l0", "evenMore");
    }

    @Test
    void settingThatEnded_doesNotComeBackWithTheWallClock() {
        process.record(0, "*#level/a", value("\"DEBUG\"", UNTIL_12_05));
        clock.pass(Duration.ofMinutes(5));
        process.applier.expire();
        clock.step(Duration.ofHours(-1));
        for (int round = 0; round < 3; round++) {
            ConfReplay replay = replay();
            add(replay, 0, "*#level/a", value("\"DEBUG\"", UNTIL_12_05));
            finish(replay);
        }
        assertThat(process.levels).isEmpty();
        assertThat(process.answerLines()).containsExactly("0 applied", "0 expired");
        process.record(1, "*#level/a", value("\"DEBUG\"", UNTIL_12_05));
        assertThat(process.levels).containsEntry("a", "DEBUG");
    }

    @Test
    void settingThatEndsDuringAReplay_staysEnded() {
        process.record(0, "*#level/a", value("\"DEBUG\"", UNTIL_12_05));
        ConfReplay replay = replay();
        add(replay, 0, "*#level/a", value("\"DEBUG\"", UNTIL_12_05));
        clock.step(Duration.ofHours(-1));
        clock.pass(Duration.ofMinutes(5));
        process.applier.expire();
        finish(replay);
        assertThat(process.levels).isEmpty();
        assertThat(process.answerLines()).containsExactly("0 applied", "0 expired");
    }

    @Test
    void tailThatWasCutOff_isNotAnsweredAgainAndWhatComesThereIs() {
        process.record(0, "*#level/a", "{");
        process.record(1, "*#level/b", "{");
        process.applier.cutAt(1);
        ConfReplay replay = replay();
        add(replay, 0, "*#level/a", "{");
        add(replay, 1, "*#level/c", "{");
        finish(replay);
        assertThat(process.answers).extracting(ConfAnswer::offset).containsExactly(0L, 1L, 1L);
    }

    @Test
    void processThatBecomesAnother_getsTheOthersSettingsAndAnswersOnlyThose() {
        process.record(0, "*#level/a", WARN);
        process.record(1, "service/shop#level/b", WARN);
        process.record(2, "worker/3#level/c", WARN);
        process.applier.becomes(new ConfIdentity("web-1", "pay", "4", false));
        ConfReplay replay = replay();
        add(replay, 0, "*#level/a", WARN);
        add(replay, 1, "service/shop#level/b", WARN);
        add(replay, 2, "worker/3#level/c", WARN);
        add(replay, 3, "service/pay#level/d", WARN);
        finish(replay);
        assertThat(process.levels).containsOnlyKeys("a", "d");
        assertThat(process.answerLines()).containsExactly("0 applied", "1 applied", "2 applied", "3 applied");
        assertThat(process.answers.get(3).worker()).isEqualTo("4");
    }

    @Test
    void answerThatCannotBeGiven_holdsUpNothing() {
        process.isMute = true;
        process.record(0, "*#level/a", WARN);
        process.isMute = false;
        process.record(1, "*#level/b", WARN);
        assertThat(process.levels).containsOnlyKeys("a", "b");
        assertThat(process.answerLines()).containsExactly("1 applied");
        assertThat(process.status).hasSize(1).first().asString().contains("offset 0: not answered");
    }
}
