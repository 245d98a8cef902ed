package io.github.loglane.logback;

import ch.qos.logback.classic.LoggerContext;

/** Of the name and the ways of Spring Boot's class, which is not on the class path of the tests. */
final class LogbackLoggingSystem {

    private LogbackLoggingSystem() {}

    /** Spring Boot begins so, whatever configured the context before. */
    static void stopAndReset(LoggerContext context) {
        context.stop();
        context.reset();
    }

    /** All that it does at the start of an application. */
    static void initialize(LogbackContexts logback, LoggerContext context, String xml) {
        stopAndReset(context);
        logback.load(context, xml);
        context.putObject("org.springframework.boot.logging.LoggingSystem", new Object());
    }
}
