package io.github.loglane.encode;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** An event that is what a test says. Fields are set as they are; a supplier may throw. */
public final class FakeEvent implements EventView {

    public long epochSecond = 1_795_389_894L;
    public int nanoOfSecond = 123_456_789;
    public Supplier<CharSequence> message = () -> "Hello, Worker!";
    public Severity severity = Severity.INFO;
    public String levelName = "INFO";
    public String loggerName = "com.example.shop.OrderService";
    public String threadName = "main";
    public long threadId = 1;
    public Throwable thrown;
    public String markerName;
    public Map<String, String> context = new LinkedHashMap<>();
    public Supplier<Object> request = () -> null;

    public static FakeEvent of(String message) {
        return new FakeEvent().message(message);
    }

    public FakeEvent message(String text) {
        message = () -> text;
        return this;
    }

    public FakeEvent thrown(Throwable throwable) {
        thrown = throwable;
        return this;
    }

    public FakeEvent context(String key, String value) {
        context.put(key, value);
        return this;
    }

    public FakeEvent request(Object value) {
        request = () -> value;
        return this;
    }

    @Override
    public long epochSecond() {
        return epochSecond;
    }

    @Override
    public int nanoOfSecond() {
        return nanoOfSecond;
    }

    @Override
    public CharSequence message() {
        return message.get();
    }

    @Override
    public Severity severity() {
        return severity;
    }

    @Override
    public String levelName() {
        return levelName;
    }

    @Override
    public String loggerName() {
        return loggerName;
    }

    @Override
    public String threadName() {
        return threadName;
    }

    @Override
    public long threadId() {
        return threadId;
    }

    @Override
    public Throwable thrown() {
        return thrown;
    }

    @Override
    public String markerName() {
        return markerName;
    }

    @Override
    public String contextValue(String key) {
        return context.get(key);
    }

    @Override
    public void forEachContext(ContextVisitor visitor) {
        context.forEach(visitor::entry);
    }

    @Override
    public Object request() {
        return request.get();
    }
}
