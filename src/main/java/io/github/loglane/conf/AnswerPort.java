package io.github.loglane.conf;

/** Takes a process's answers to where they can be searched. Called from any thread; does not wait. */
@FunctionalInterface
public interface AnswerPort {

    void answer(ConfAnswer answer);

    /** Called now and then, by one thread: what found no room may be tried again. */
    default void tryAgain() {}
}
