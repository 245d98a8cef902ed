package io.github.loglane.logback;

import ch.qos.logback.core.Context;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What Spring Boot does with a Logback context. It first stops and resets it, whatever had configured it before, and then reads
 * its own file; at the end of the application it stops it when all else has ended, unless it was told to register no hook.
 *
 * <p>Safe for any thread.
 */
final class SpringBoot {

    /** Its class that does all this, in whatever package a fat jar may have it. */
    private static final String SYSTEM = ".LogbackLoggingSystem";

    /** With this it marks a context when it has configured it; a reset removes the mark. */
    static final String MARK = "org.springframework.boot.logging.LoggingSystem";

    /** {@code logging.register-shutdown-hook}, of which Spring Boot takes many spellings. */
    private static final String REGISTERS_HOOK = "loggingregistershutdownhook";

    /** What it reads as no. */
    private static final Set<String> NO = Set.of("false", "off", "no", "0");

    private volatile boolean isSeen;

    /** Whether this thread is in the stop with which Spring Boot begins to read its file. */
    static boolean isReloading() {
        return isWithin("stopAndReset");
    }

    private static boolean isWithin(String method) {
        return StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(frame -> frame.getClassName().endsWith(SYSTEM)
                        && (method == null || method.equals(frame.getMethodName()))));
    }

    /** To be asked before a reset: it remembers what is gone then. */
    void look(Context context) {
        isSeen = isSeen || context.getObject(MARK) != null || isWithin(null);
    }

    /** Whether it stops Logback at the end. What only the application's own properties say is not known here. */
    boolean stops(Context context) {
        look(context);
        return isSeen && registersHook(System.getProperties(), System.getenv());
    }

    /** A property comes before a variable, as with Spring Boot. */
    static boolean registersHook(Map<?, ?> properties, Map<String, String> variables) {
        return Stream.of(properties, variables)
                .flatMap(map -> map.entrySet().stream())
                .filter(entry -> isRegistersHook(String.valueOf(entry.getKey())))
                .map(entry -> String.valueOf(entry.getValue()).strip().toLowerCase(Locale.ROOT))
                .findFirst()
                .map(value -> !NO.contains(value))
                .orElse(true);
    }

    private static boolean isRegistersHook(String name) {
        return name.replaceAll("[._-]", "").equalsIgnoreCase(REGISTERS_HOOK);
    }
}
