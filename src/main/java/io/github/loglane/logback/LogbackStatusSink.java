package io.github.loglane.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.status.InfoStatus;
import ch.qos.logback.core.status.WarnStatus;
import io.github.loglane.status.StatusSink;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.SubstituteLoggerFactory;

/**
 * loglane's own lines, in Logback's status. None is an ERROR, since applications end at one: what a pipeline has to tell is
 * trouble with Kafka or the disk, not a mistake in the configuration.
 */
final class LogbackStatusSink implements StatusSink {

    private final Context context;
    private volatile boolean isUp;

    LogbackStatusSink(Context context) {
        this.context = context;
    }

    @Override
    public void line(Grade grade, String text) {
        context.getStatusManager().add(grade == Grade.INFO ? new InfoStatus(text, this) : new WarnStatus(text, this));
    }

    /**
     * Not while SLF4J starts, which is when Logback reads its file as a rule: what is logged meanwhile SLF4J holds back, and replays on
     * the thread that started it.
     */
    @Override
    @SuppressWarnings("LockOnNonEnclosingClassLiteral") // theirs is meant
    public boolean isLoggingUp() {
        if (isUp) {
            return true;
        }
        if (LoggerFactory.getILoggerFactory() instanceof SubstituteLoggerFactory) {
            return false;
        }
        // held by who starts SLF4J, until the replay is over
        synchronized (LoggerFactory.class) {
            isUp = true;
        }
        return true;
    }

    /** Logback prints it as where the line comes from. */
    @Override
    public String toString() {
        return "loglane";
    }
}
