package io.github.loglane.it;

import io.github.loglane.testkit.WorkerConfig;
import java.io.IOException;
import java.util.Map;

/** The logging framework of an application that is killed, with the appender {@code Kafka} at its root logger. */
enum KilledFront {
    LOG4J2 {
        @Override
        Log open(Map<String, String> options) throws IOException {
            return KilledLog4j.open(options);
        }
    },
    LOGBACK {
        @Override
        Log open(Map<String, String> options) {
            return KilledLogback.open(options);
        }

        @Override
        WorkerConfig on(WorkerConfig config) {
            return config.logback();
        }
    };

    /** Its options by their names. */
    abstract Log open(Map<String, String> options) throws IOException;

    WorkerConfig on(WorkerConfig config) {
        return config;
    }

    /** How the application logs. */
    interface Log {

        /** The calling thread is this worker from now on. */
        void worker(int worker);

        void info(String text);
    }
}
