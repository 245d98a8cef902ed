package io.github.loglane.log4j2;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** Keeps what it gets, or throws what it is told to. */
final class RecordingAppender extends AbstractAppender {

    final List<String> messages = new CopyOnWriteArrayList<>();
    final List<String> threads = new CopyOnWriteArrayList<>();
    volatile RuntimeException failure;

    RecordingAppender(String name) {
        super(name, null, null, false, Property.EMPTY_ARRAY);
    }

    @Override
    public void append(LogEvent event) {
        if (failure != null) {
            throw failure;
        }
        messages.add(event.getMessage().getFormattedMessage());
        threads.add(Thread.currentThread().getName());
    }
}
