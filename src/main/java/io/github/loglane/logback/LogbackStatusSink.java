package io.github.loglane.logback;

import ch.qos.logback.core.Context;
import ch.qos.logback.core.status.InfoStatus;
import ch.qos.logback.core.status.WarnStatus;
import io.github.loglane.status.StatusSink;

/**
 * loglane's own lines, in Logback's status. None is an ERROR, since applications end at one: what a pipeline has to tell is
 * trouble with Kafka or the disk, not a mistake in the configuration.
 */
final class LogbackStatusSink implements StatusSink {

    private final Context context;

    LogbackStatusSink(Context context) {
        this.context = context;
    }

    @Override
    public void line(Grade grade, String text) {
        context.getStatusManager().add(grade == Grade.INFO ? new InfoStatus(text, this) : new WarnStatus(text, this));
    }

    /** Logback prints it as where the line comes from. */
    @Override
    public String toString() {
        return "loglane";
    }
}
