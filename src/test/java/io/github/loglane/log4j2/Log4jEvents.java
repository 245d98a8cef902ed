package io.github.loglane.log4j2;

import io.github.loglane.encode.FakeEvent;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.impl.ContextDataFactory;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.time.MutableInstant;
import org.apache.logging.log4j.message.MapMessage;
import org.apache.logging.log4j.message.Message;
import org.apache.logging.log4j.util.StringMap;

/** Makes Log4j2's events of the events of a test. */
final class Log4jEvents {

    private Log4jEvents() {}

    static LogEvent of(FakeEvent fake) {
        StringMap context = ContextDataFactory.createContextData();
        fake.context.forEach(context::putValue);
        MutableInstant instant = new MutableInstant();
        instant.initFromEpochSecond(fake.epochSecond, fake.nanoOfSecond);
        Object request = fake.request();
        return Log4jLogEvent.newBuilder()
                .setInstant(instant)
                .setMessage(request == null ? new FakeMessage(fake) : new FakeMapMessage(fake, request))
                .setLevel(Level.forName(fake.levelName, 350))
                .setLoggerName(fake.loggerName)
                .setThreadName(fake.threadName)
                .setThreadId(fake.threadId)
                .setThrown(fake.thrown)
                .setMarker(fake.markerName == null ? null : new MarkerManager.Log4jMarker(fake.markerName))
                .setContextData(context)
                .build();
    }

    private static String text(FakeEvent fake) {
        CharSequence message = fake.message();
        return message == null ? null : message.toString();
    }

    /** A message as the fake has it. */
    private static final class FakeMessage implements Message {
        private static final long serialVersionUID = 1L;

        private final transient FakeEvent fake;

        FakeMessage(FakeEvent fake) {
            this.fake = fake;
        }

        @Override
        public String getFormattedMessage() {
            return text(fake);
        }

        @Override
        public Object[] getParameters() {
            return new Object[0];
        }

        @Override
        public Throwable getThrowable() {
            return null;
        }
    }

    /** The same as a map message which carries a request. */
    private static final class FakeMapMessage extends MapMessage<FakeMapMessage, Object> {
        private static final long serialVersionUID = 1L;

        private final transient FakeEvent fake;

        FakeMapMessage(FakeEvent fake, Object request) {
            this.fake = fake;
            with("request", request);
        }

        @Override
        public FakeMapMessage newInstance(java.util.Map<String, Object> map) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getFormattedMessage() {
            return text(fake);
        }

        @Override
        public void formatTo(StringBuilder buffer) {
            buffer.append(text(fake));
        }
    }
}
