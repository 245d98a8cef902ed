package io.github.loglane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.loglane.conf.ConfAnswer;
import io.github.loglane.conf.ConfIdentity;
import io.github.loglane.conf.ConfLevel;
import io.github.loglane.conf.ConfSettings;
import io.github.loglane.conf.LevelPort;
import io.github.loglane.journal.AppendResult;
import io.github.loglane.status.StatusReporter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several pipelines and one reader, without a broker. */
class ConfHubTest {

    private static final ConfIdentity SELF = new ConfIdentity("web-1", "shop", "3", false);
    private static final ConfIdentity OTHER = new ConfIdentity("web-1", "pay", "3", false);

    private final List<Pipeline> pipelines = new ArrayList<>();
    private final List<String> status = new CopyOnWriteArrayList<>();

    @AfterEach
    void leave() {
        pipelines.forEach(Pipeline::leave);
        assertThat(ConfHub.allSettings()).isEmpty();
    }

    private static ConfSettings settings(String password) {
        return ConfSettings.of(
                "conf", Map.of("bootstrap.servers", "127.0.0.1:1"), Map.of("ssl.key.password", password));
    }

    private Pipeline join(ConfSettings settings) {
        Pipeline pipeline = new Pipeline(settings);
        pipelines.add(pipeline);
        return pipeline;
    }

    private static ConfAnswer answer(long offset) {
        return new ConfAnswer("x", "*", offset, ConfAnswer.Status.APPLIED, null, "3");
    }

    @Test
    void answersWithoutRoom_waitInOrder() {
        Pipeline pipeline = join(settings("a"));
        ConfHub hub = pipeline.member.hub();
        pipeline.result = AppendResult.FULL;
        for (int i = 0; i < 10; i++) {
            hub.answer(answer(i));
        }
        assertThat(pipeline.taken).isEmpty();
        pipeline.result = AppendResult.APPENDED;
        hub.answer(answer(10));
        assertThat(pipeline.taken).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
        pipeline.result = AppendResult.FULL;
        hub.answer(answer(11));
        pipeline.result = AppendResult.APPENDED;
        hub.tryAgain();
        assertThat(pipeline.taken).hasSize(12);
        assertThat(pipeline.givenUp).isEmpty();
    }

    @Test
    void answersWithoutRoom_areBoundedAndGivenUpByTheLastThatLeaves() {
        Pipeline first = join(settings("a"));
        Pipeline last = join(settings("a"));
        first.result = AppendResult.FULL;
        last.result = AppendResult.FULL;
        for (int i = 0; i < PendingAnswers.MAX + 5; i++) {
            first.member.hub().answer(answer(i));
        }
        assertThat(first.givenUp).as("the newest").containsExactly(1000L, 1001L, 1002L, 1003L, 1004L);
        first.leave();
        assertThat(last.givenUp).isEmpty();
        last.leave();
        assertThat(last.givenUp).hasSize(PendingAnswers.MAX).startsWith(0L, 1L);
        assertThat(first.givenUp).hasSize(5);
    }

    @Test
    void answer_goesToOneOfThoseThatAreThere() {
        Pipeline first = join(settings("a"));
        Pipeline second = join(settings("a"));
        ConfHub hub = first.member.hub();
        hub.answer(answer(0));
        first.leave();
        hub.answer(answer(1));
        assertThat(first.taken).containsExactly(0L);
        assertThat(second.taken).containsExactly(1L);
    }

    @Test
    void answerThatCannotBeWritten_holdsUpNothing() {
        Pipeline pipeline = join(settings("a"));
        pipeline.isBroken = true;
        pipeline.member.hub().answer(answer(0));
        pipeline.isBroken = false;
        pipeline.member.hub().answer(answer(1));
        assertThat(pipeline.taken).containsExactly(1L);
        assertThat(status).anyMatch(line -> line.contains("offset 0") && line.contains("not answered"));
    }

    /** Two appenders with one topic, and a password that both get a new one of, one after the other. */
    @Test
    void newSettings_areUsedOnceNobodyWantsTheOldOnes() {
        Pipeline first = join(settings("a"));
        Pipeline second = join(settings("a"));
        first.member.update(settings("b"), SELF);
        assertThat(ConfHub.allSettings()).containsExactly(settings("a"));
        second.member.update(settings("b"), SELF);
        assertThat(ConfHub.allSettings()).containsExactly(settings("b"));
        Pipeline third = join(settings("c"));
        assertThat(ConfHub.allSettings()).containsExactly(settings("b"));
        first.leave();
        second.leave();
        assertThat(ConfHub.allSettings()).containsExactly(settings("c"));
        third.member.update(settings("d"), OTHER);
        assertThat(ConfHub.allSettings()).containsExactly(settings("d"));
        assertThat(third.member.hub().self()).isEqualTo(OTHER);
    }

    @Test
    void levelPortThatFails_doesNotKeepTheLevelFromOthers() {
        Pipeline bad = join(settings("a"));
        Pipeline good = join(settings("a"));
        bad.isBroken = true;
        assertThatThrownBy(() -> bad.member.hub().setLevel("a", ConfLevel.WARN)).hasMessage("broken");
        bad.isBroken = false;
        assertThat(good.levels).containsEntry("a", ConfLevel.WARN);
        good.leave();
        assertThat(good.levels).as("who leaves has none of its levels").isEmpty();
    }

    /** One that takes answers or does not, as told. */
    private final class Pipeline implements LevelPort {
        private final List<Long> taken = new ArrayList<>();
        private final List<Long> givenUp = new ArrayList<>();
        private final Map<String, ConfLevel> levels = new ConcurrentHashMap<>();
        private final ConfHub.Member member;
        private volatile AppendResult result = AppendResult.APPENDED;
        private volatile boolean isBroken;
        private boolean hasLeft;

        Pipeline(ConfSettings settings) {
            member = ConfHub.join(
                    settings, SELF, this::append, this, new StatusReporter("test", (grade, line) -> status.add(line)));
        }

        private AppendResult append(ConfAnswer answer, boolean isLastTry) {
            if (isBroken) {
                throw new IllegalStateException("broken");
            }
            if (result == AppendResult.APPENDED) {
                taken.add(answer.offset());
            } else if (isLastTry) {
                givenUp.add(answer.offset());
            }
            return result;
        }

        @Override
        public void setLevel(String logger, ConfLevel level) {
            if (isBroken) {
                throw new IllegalStateException("broken");
            }
            if (level == null) {
                levels.remove(logger);
            } else {
                levels.put(logger, level);
            }
        }

        void leave() {
            if (!hasLeft) {
                hasLeft = true;
                member.leave();
            }
        }
    }
}
