package io.github.loglane.quickstart;

import io.github.loglane.quickstart.Screen.Style;

/** The last words. */
final class Closing {

    private static final String GOOD = """

            Nothing was lost, and each worker's events are in order. Next, your own cluster:
              1. copy src/test/resources/io/github/loglane/quickstart/log4j2.xml to your application's class path,
                 with io.github.loglane:loglane and log4j-core (mvn -B -DskipTests install puts loglane into your
                 local repository)
              2. make the topics: java -jar target/loglane-tools.jar topics create --bootstrap-servers kafka-1:9092
              3. start it with    KAFKA_BOOTSTRAP_SERVERS=kafka-1:9092 WORKER_ID=1
              4. check it with    java -jar target/loglane-tools.jar audit --bootstrap-servers kafka-1:9092 --topic logs
            """;

    private static final String BAD = """

            The audit or the comparison found a fault. Please report it with all lines above.
            """;

    private Closing() {}

    static void print(Screen screen, boolean good) {
        screen.print(Style.PLAIN, good ? GOOD : BAD);
    }
}
