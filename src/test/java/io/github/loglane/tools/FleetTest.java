package io.github.loglane.tools;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.loglane.conf.ConfKey;
import io.github.loglane.conf.ConfRejection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is expected to answer, and what an answer changes. */
class FleetTest {

    private static final String WEB_1 = "\"hostname\":\"web-1\",\"service\":\"shop\"";
    private static final String WEB_2 = "\"hostname\":\"web-2\"";

    private final Fleet fleet = new Fleet();
    private final RecordView view = new RecordView();

    private RecordView record(String key, String worker, String kind, String value) {
        assertThat(view.read(JudgedTopic.record(
                        0, 0, JudgedTopic.NOW_MS, key, JudgedTopic.headers(worker, null, kind), value)))
                .isTrue();
        return view;
    }

    private void seen(String epoch, String worker, String members) {
        fleet.see(record(epoch + "-7", worker, null, "{\"message\":\"m\"," + members + "}"));
    }

    private Instance answer(String epoch, String worker, String members, String conf) {
        String value =
                "{\"message\":\"conf updated\"," + members + ",\"logger\":\"loglane.conf\",\"conf\":{" + conf + "}}";
        return fleet.take(record(epoch + "-8", worker, null, value));
    }

    private void expect(String... keys) throws ConfRejection {
        Map<Long, ConfKey> offsets = new LinkedHashMap<>();
        for (String key : keys) {
            offsets.put(10L + offsets.size(), ConfKey.parse(key));
        }
        fleet.expect(offsets);
    }

    private List<String> expected() {
        return fleet.instances().stream()
                .filter(Instance::isExpected)
                .map(instance -> instance.hostname() + " " + instance.worker())
                .toList();
    }

    @Test
    void instancesOfTheScope_areExpected() throws ConfRejection {
        seen("a", "3", WEB_1);
        seen("b", "10", WEB_1);
        seen("c", "3", WEB_2);
        seen("d", null, WEB_2);
        expect("*#level/x");
        assertThat(expected()).containsExactly("web-1 3", "web-1 10", "web-2 null", "web-2 3");
    }

    @Test
    void scopes_areThoseOfTheProcesses() throws ConfRejection {
        Map<String, List<String>> byScope = Map.of(
                "host/web-1#level/x", List.of("web-1 3", "web-1 10"),
                "service/shop#config/x", List.of("web-1 3", "web-1 10"),
                "worker/3#level/x", List.of("web-1 3", "web-2 3"),
                "host/web-2/worker/3#config/x", List.of("web-2 3"),
                "host/web-9#level/x", List.of());
        for (Map.Entry<String, List<String>> scope : byScope.entrySet()) {
            FleetTest other = new FleetTest();
            other.seen("a", "3", WEB_1);
            other.seen("b", "10", WEB_1);
            other.seen("c", "3", WEB_2);
            other.expect(scope.getKey());
            assertThat(other.expected()).as(scope.getKey()).isEqualTo(scope.getValue());
        }
    }

    @Test
    void processOfSeveralWorkers_isOneInstanceAndTakesLevelsOfAnyWorkerButNoConfigs() throws ConfRejection {
        seen("a", "1", WEB_1);
        seen("a", "2", WEB_1);
        expect("worker/7#config/x");
        assertThat(expected()).isEmpty();
        expect("worker/7#level/x");
        assertThat(expected()).containsExactly("web-1 1,2");
    }

    @Test
    void endedInstances_areNotExpected() throws ConfRejection {
        seen("a", "3", WEB_1);
        fleet.see(record("a-9", "3", "end", "{" + WEB_1 + "}"));
        seen("b", "4", WEB_1);
        expect("*#level/x");
        assertThat(expected()).containsExactly("web-1 4");
        assertThat(fleet.isComplete()).isFalse();
        assertThat(fleet.take(record("b-9", "4", "end", "{}"))).isNull();
        assertThat(fleet.isComplete()).isTrue();
        assertThat(fleet.tally().ended()).isEqualTo(1);
        assertThat(fleet.tally().expected()).isZero();
        assertThat(fleet.tally().exitCode()).isEqualTo(3);
    }

    @Test
    void allAnswersApplied_isZero() throws ConfRejection {
        seen("a", "3", WEB_1);
        seen("b", "4", WEB_1);
        expect("*#level/x", "*#level/y");
        assertThat(answer("a", "3", WEB_1, "\"id\":\"i\",\"offset\":10,\"status\":\"applied\""))
                .isNotNull();
        assertThat(answer("a", "3", WEB_1, "\"id\":\"i\",\"offset\":11,\"status\":\"applied\""))
                .isNotNull();
        assertThat(answer("b", "4", WEB_1, "\"offset\":10,\"status\":\"applied\""))
                .isNotNull();
        assertThat(fleet.isComplete()).as("one of two is missing").isFalse();
        assertThat(fleet.tally().silent()).isEqualTo(1);
        assertThat(fleet.tally().exitCode()).isEqualTo(1);
        assertThat(answer("b", "4", WEB_1, "\"offset\":11,\"status\":\"applied\""))
                .isNotNull();
        assertThat(fleet.isComplete()).isTrue();
        assertThat(fleet.tally()).isEqualTo(new Fleet.Tally(2, 2, 2, 0, 0, 0, 0, 0, 0));
        assertThat(fleet.tally().exitCode()).isZero();
    }

    @Test
    void answersToOtherRecordsAndRepeatedOnes_areNoNews() throws ConfRejection {
        seen("a", "3", WEB_1);
        expect("*#level/x");
        assertThat(answer("a", "3", WEB_1, "\"offset\":9,\"status\":\"applied\""))
                .isNull();
        assertThat(answer("a", "3", WEB_1, "\"offset\":10,\"status\":\"unheard of\""))
                .isNull();
        assertThat(fleet.take(
                        record("a-8", "3", null, "{\"message\":\"\\\"loglane.conf\\\"\",\"conf\":{\"offset\":10}}")))
                .isNull();
        assertThat(fleet.take(record("a-8", "3", null, "[\"loglane.conf\" is no JSON")))
                .isNull();
        assertThat(fleet.isComplete()).isFalse();
        assertThat(answer("a", "3", WEB_1, "\"offset\":10,\"status\":\"applied\""))
                .isNotNull();
        assertThat(answer("a", "3", WEB_1, "\"offset\":10,\"status\":\"applied\""))
                .isNull();
    }

    @Test
    void rejection_countsMoreThanWhatWasAnsweredBefore() throws ConfRejection {
        seen("a", "3", WEB_1);
        expect("*#config/x");
        answer("a", "3", WEB_1, "\"offset\":10,\"status\":\"applied\"");
        Instance late = answer("a", "3", WEB_1, "\"offset\":10,\"status\":\"rejected\",\"reason\":\"failed\"");
        assertThat(late.state()).isEqualTo(Instance.State.REJECTED);
        assertThat(late.reason()).isEqualTo("failed");
        assertThat(fleet.tally().exitCode()).isEqualTo(1);
    }

    @Test
    void expiredAtOnce_isOne() throws ConfRejection {
        seen("a", "3", WEB_1);
        expect("*#level/x");
        answer("a", "3", WEB_1, "\"offset\":10,\"status\":\"expired\"");
        assertThat(fleet.isComplete()).isTrue();
        assertThat(fleet.tally().exitCode()).isEqualTo(1);
    }

    @Test
    void instanceThatWasQuiet_countsWhenItAnswers() throws ConfRejection {
        expect("*#level/x");
        assertThat(fleet.isComplete()).as("others may come").isFalse();
        answer("z", null, WEB_2, "\"offset\":10,\"status\":\"applied\"");
        assertThat(fleet.tally().others()).isEqualTo(1);
        assertThat(fleet.tally().exitCode()).isZero();
        assertThat(fleet.instances().get(0).hostname()).isEqualTo("web-2");
    }

    @Test
    void layoutThatDoesNotTellTheHost_isLeftOutOfScopesThatAskForIt() throws ConfRejection {
        fleet.see(record("a-7", "3", null, "a line of text"));
        expect("host/web-1#level/x");
        assertThat(expected()).isEmpty();
        assertThat(fleet.tally().unplaced()).isEqualTo(1);
        fleet.see(record("a-8", "3", "drop", "{" + WEB_1 + "}"));
        assertThat(fleet.tally().unplaced()).isZero();
        expect("host/web-1#level/x");
        assertThat(expected()).containsExactly("web-1 3");
    }
}
