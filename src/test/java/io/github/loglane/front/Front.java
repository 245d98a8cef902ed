package io.github.loglane.front;

import io.github.loglane.LogPipeline;
import io.github.loglane.encode.FakeEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A logging framework with its front and one appender, as a test of the contract of all fronts drives it. */
public interface Front extends AutoCloseable {

    /** The names of the options that the front offers under its framework's way of configuring, less the framework's own. */
    Set<String> options();

    /**
     * Starts the framework from a configuration file, with the appender {@code Kafka}, and root at level ERROR.
     *
     * @param options by name; a name {@code property:...} is a property of the producer
     * @param hasSpare whether there is a fallback that keeps what it gets
     */
    void start(Map<String, String> options, boolean hasSpare);

    /** Hands the framework's event of this to the appender. */
    void log(FakeEvent event);

    LogPipeline pipeline();

    /** The messages that the fallback got. */
    List<String> spared();

    /** The level in force for the logger. */
    String level(String logger);

    /** Sets a level as an application does. */
    void setLevel(String logger, String level);

    /** What loglane said in the framework's status, from WARN on. */
    List<String> warnings();

    /** Stops the framework as it is stopped at the end of the application. */
    void stop();

    @Override
    void close();
}
