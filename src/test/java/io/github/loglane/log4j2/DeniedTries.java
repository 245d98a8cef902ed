package io.github.loglane.log4j2;

import java.util.ArrayList;
import java.util.List;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Hears in the test run's own Log4j how often Kafka's consumer is told that it may not read a topic. */
final class DeniedTries extends AbstractAppender implements AutoCloseable {

    private final String topic;
    private final Logger root = (Logger) LogManager.getRootLogger();
    private final List<Long> millis = new ArrayList<>();

    DeniedTries(String topic) {
        super("DeniedTries", null, null, true, Property.EMPTY_ARRAY);
        this.topic = topic;
        start();
        root.addAppender(this);
    }

    @Override
    public synchronized void append(LogEvent event) {
        String text = event.getMessage().getFormattedMessage();
        if (text.contains("authorization failed") && text.contains(topic)) {
            millis.add(event.getTimeMillis());
        }
    }

    synchronized int count() {
        return millis.size();
    }

    synchronized long longestPauseMillis() {
        long longest = 0;
        for (int i = 1; i < millis.size(); i++) {
            longest = Math.max(longest, millis.get(i) - millis.get(i - 1));
        }
        return longest;
    }

    @Override
    public void close() {
        root.removeAppender(this);
        stop();
    }

    @Override
    public synchronized String toString() {
        return millis.stream().map(at -> at - millis.get(0)).toList().toString();
    }
}
