package io.github.loglane.front;

import java.util.List;

/** The threads that ship, which are there from the first record that a pipeline may send until it has ended. */
public final class ShipperThreads {

    private ShipperThreads() {}

    /** Those that run, of all pipelines of appenders of this name. */
    public static List<Thread> of(String appender) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equalsIgnoreCase("loglane-shipper-" + appender))
                .toList();
    }
}
