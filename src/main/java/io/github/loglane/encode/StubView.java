package io.github.loglane.encode;

/** An event whose body from a nested layout was too large: who, when and how severe, and the sizes for a message. */
record StubView(EventView event, int foundBytes, int maxBytes) implements EventView {

    @Override
    public long epochSecond() {
        return event.epochSecond();
    }

    @Override
    public int nanoOfSecond() {
        return event.nanoOfSecond();
    }

    @Override
    public CharSequence message() {
        return "[loglane: the layout wrote " + foundBytes + " bytes, expecting: at most " + maxBytes + "]";
    }

    @Override
    public Severity severity() {
        return event.severity();
    }

    @Override
    public String levelName() {
        return event.levelName();
    }

    @Override
    public String loggerName() {
        return event.loggerName();
    }

    @Override
    public String threadName() {
        return event.threadName();
    }

    @Override
    public long threadId() {
        return event.threadId();
    }

    @Override
    public Throwable thrown() {
        return null;
    }

    @Override
    public String markerName() {
        return event.markerName();
    }

    @Override
    public String contextValue(String key) {
        return null;
    }

    @Override
    public void forEachContext(ContextVisitor visitor) {
        // The context may be what was too large.
    }

    @Override
    public Object request() {
        return null;
    }
}
