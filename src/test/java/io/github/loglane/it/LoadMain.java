package io.github.loglane.it;

import io.github.loglane.testkit.WorkerMain;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;

/**
 * A {@link LoggedLoad} in a process of its own: says {@code warm} after three seconds' worth of events and {@code later} after
 * six, goes on until it is told to stop, then prints its result.
 */
final class LoadMain {

    private LoadMain() {}

    public static void main(String[] args) throws Exception {
        try (LoggedLoad load = new LoggedLoad(args[0], Map.of("bootstrap.servers", args[1]))) {
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> load.logged() > 3_000);
            System.out.println("warm");
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> load.logged() > 6_000);
            System.out.println("later");
            WorkerMain.nextLine();
            load.stop(Duration.ofSeconds(60));
            System.out.println(load.result());
            load.status().forEach(System.out::println);
        }
        System.exit(0);
    }
}
