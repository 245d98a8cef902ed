package io.github.loglane.conf;

import static io.github.loglane.conf.FakeProcess.utf8;
import static io.github.loglane.conf.FakeProcess.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ten thousand random changes: whoever reads them live, late, twice or compacted ends where a simple model says. */
class ConfModelTest {

    private static final int CHANGES = 10_000;
    private static final String[] SCOPES = {
        "*",
        "service/shop",
        "service/pay",
        "host/web-1",
        "host/web-2",
        "worker/3",
        "worker/4",
        "host/web-1/worker/3",
        "host/web-2/worker/4",
        "pod/x"
    };
    private static final String[] SUBJECTS = {"level/a", "level/b", "level/ROOT", "config/x", "config/y"};
    private static final List<ConfIdentity> PROCESSES = List.of(
            new ConfIdentity("web-1", "shop", "3", false),
            new ConfIdentity("web-2", "shop", "4", false),
            new ConfIdentity("web-1", "pay", "4", false),
            new ConfIdentity("web-3", null, null, false));

    private record Change(long offset, String key, String value, Instant expiresAt) {}

    private final FakeClock clock = new FakeClock();
    private final List<Change> log = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void allProcesses_endWhereTheModelSays(long seed) {
        Random random = new Random(seed);
        List<FakeProcess> processes = new ArrayList<>();
        PROCESSES.forEach(self -> processes.add(new FakeProcess(self, clock)));
        for (int i = 0; i < CHANGES; i++) {
            Change change = change(i, random);
            log.add(change);
            for (int p = 0; p < processes.size(); p++) {
                processes.get(p).record(i, change.key(), change.value());
                if (random.nextInt(2000) == 0) {
                    processes.set(p, restarted(p, random.nextBoolean()));
                } else if (random.nextInt(1000) == 0) {
                    replay(processes.get(p), random.nextBoolean());
                }
            }
            clock.pass(Duration.ofMillis(random.nextInt(2000)));
            processes.forEach(process -> process.applier.expire());
            if (i % 100 == 0) {
                check(processes);
            }
        }
        check(processes);
        for (FakeProcess process : processes) {
            assertThat(process.answerLines()).doesNotHaveDuplicates();
        }
    }

    private FakeProcess restarted(int number, boolean isCompacted) {
        FakeProcess process = new FakeProcess(PROCESSES.get(number), clock);
        replay(process, isCompacted);
        return process;
    }

    private void replay(FakeProcess process, boolean isCompacted) {
        ConfReplay replay = process.applier.newReplay(false);
        for (Change change : isCompacted ? lastOfEachKey().values() : log) {
            replay.add(change.offset(), utf8(change.key()), change.value() == null ? null : utf8(change.value()));
        }
        process.applier.replayed(replay, false);
    }

    private Map<String, Change> lastOfEachKey() {
        Map<String, Change> last = new LinkedHashMap<>();
        for (Change change : log) {
            last.remove(change.key());
            last.put(change.key(), change);
        }
        return last;
    }

    private Change change(int i, Random random) {
        String subject = SUBJECTS[random.nextInt(SUBJECTS.length)];
        String key = SCOPES[random.nextInt(SCOPES.length)] + '#' + subject;
        boolean isLevel = subject.startsWith("level");
        String json = isLevel ? random.nextBoolean() ? "\"WARN\"" : "\"ERROR\"" : Integer.toString(i);
        Instant end = clock.now().plusSeconds(random.nextInt(-10, 300));
        return switch (random.nextInt(8)) {
            case 0 -> new Change(i, key, null, null);
            case 1 -> new Change(i, key, value("\"DEBUG\"").substring(random.nextInt(5)) + "}", Instant.MIN);
            case 2, 3 -> new Change(i, key, value(json, ",\"expiresAt\":\"" + end + '"'), end);
            default -> new Change(i, key, value(json), Instant.MAX);
        };
    }

    private void check(List<FakeProcess> processes) {
        Map<String, Change> last = lastOfEachKey();
        for (int p = 0; p < processes.size(); p++) {
            FakeProcess process = processes.get(p);
            Map<String, String> found = new TreeMap<>();
            process.levels.forEach((name, level) -> found.put("level/" + name, '"' + level + '"'));
            process.configs.forEach((name, json) -> found.put("config/" + name, json));
            assertThat(found).isEqualTo(expected(PROCESSES.get(p), last));
        }
    }

    /** The rules of the design once more, in the simplest way: the last word of each key, the most specific live one wins. */
    private Map<String, String> expected(ConfIdentity self, Map<String, Change> last) {
        List<String> scopes = new ArrayList<>(List.of("*", "host/" + self.hostname()));
        if (self.service() != null) {
            scopes.add(1, "service/" + self.service());
        }
        if (self.worker() != null) {
            scopes.add("worker/" + self.worker());
            scopes.add("host/" + self.hostname() + "/worker/" + self.worker());
        }
        Map<String, String> expected = new HashMap<>();
        for (String subject : SUBJECTS) {
            for (String scope : scopes) {
                Change change = last.get(scope + '#' + subject);
                boolean isLive = change != null
                        && change.value() != null
                        && change.expiresAt().isAfter(clock.now());
                if (isLive) {
                    expected.put(subject, change.value().replaceAll(".*\"value\":([^,}]+).*", "$1"));
                }
            }
        }
        return expected;
    }
}
