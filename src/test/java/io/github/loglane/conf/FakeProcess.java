package io.github.loglane.conf;

import io.github.loglane.status.StatusReporter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A process without Kafka and without a logging framework, which remembers what it was told and what it answered. */
final class FakeProcess implements LevelPort, ChangeSink {

    final Map<String, String> levels = new TreeMap<>();
    final Map<String, String> configs = new TreeMap<>();
    final List<String> calls = new ArrayList<>();
    final List<ConfAnswer> answers = new ArrayList<>();
    final List<String> status = new ArrayList<>();
    final ConfApplier applier;
    boolean broken;
    boolean isMute;

    FakeProcess(ConfIdentity self, ConfClock clock) {
        applier = new ConfApplier(
                "conf",
                self,
                clock,
                this,
                this,
                this::answer,
                new StatusReporter("test", (grade, line) -> status.add(line)));
    }

    private void answer(ConfAnswer answer) {
        if (isMute) {
            throw new IllegalStateException("mute");
        }
        answers.add(answer);
    }

    @Override
    public void setLevel(String logger, ConfLevel level) {
        if (broken) {
            throw new IllegalStateException("broken");
        }
        put(levels, logger, level == null ? null : level.name());
    }

    @Override
    public void setWorkerLevel(String worker, String logger, ConfLevel level) {
        setLevel(logger + '@' + worker, level);
    }

    @Override
    public void deliver(ConfChange change, Consumer<String> done) {
        put(configs, change.name(), change.json());
        done.accept(broken ? FAILED + "broken" : null);
    }

    private void put(Map<String, String> map, String name, String value) {
        calls.add(name + '=' + value);
        if (value == null) {
            map.remove(name);
        } else {
            map.put(name, value);
        }
    }

    void record(long offset, String key, String value) {
        applier.record(offset, utf8(key), value == null ? null : utf8(value));
    }

    /** As {@link #record} in a replay. */
    static void add(ConfReplay replay, long offset, String key, String value) {
        replay.add(offset, utf8(key), value == null ? null : utf8(value));
    }

    /** Offset, status and reason of each answer. */
    List<String> answerLines() {
        return answers.stream()
                .map(a -> a.offset() + " " + a.status().word() + (a.reason() == null ? "" : " " + a.reason()))
                .toList();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String value(String json) {
        return value(json, "");
    }

    /** @param more further members, each with a comma before it */
    static String value(String json, String more) {
        return "{\"id\":\"x\",\"at\":\"2026-11-22T12:00:00Z\",\"value\":" + json + more + "}";
    }
}
