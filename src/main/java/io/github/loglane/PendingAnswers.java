package io.github.loglane;

import io.github.loglane.conf.ConfAnswer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Predicate;

/**
 * Answers for which the journal has no room yet, in their order: who waits for one must not conclude that a setting was not
 * applied. At most {@value #MAX}, the newest of more is refused. Under its owner's lock.
 */
final class PendingAnswers {

    static final int MAX = 1000;

    private final Deque<ConfAnswer> answers = new ArrayDeque<>();

    /** Adds an answer behind all that wait; false where too many do. */
    boolean add(ConfAnswer answer) {
        return answers.size() < MAX && answers.add(answer);
    }

    /** Gives {@code to} one after the other, until it takes one not. */
    void drainTo(Predicate<ConfAnswer> to) {
        while (!answers.isEmpty() && to.test(answers.peek())) {
            answers.remove();
        }
    }
}
