package io.github.loglane.it;

import io.github.loglane.Conf;
import io.github.loglane.conf.ConfRegistration;
import io.github.loglane.testkit.WorkerMain;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * An application that logs a line and does as it is told, line by line: {@code state} prints its level and its configs {@code c*},
 * {@code count} how many configs it has, {@code set LEVEL} has it set its level itself, {@code end} ends it.
 */
final class ConfWorker {

    private static final String LOGGER = "com.acme";

    private ConfWorker() {}

    public static void main(String[] args) throws InterruptedException {
        Map<String, String> configs = new ConcurrentHashMap<>();
        ConfRegistration registration = Conf.listenToAll(change -> {
            if (change.json() == null) {
                configs.remove(change.name());
            } else {
                configs.put(change.name(), change.json());
            }
        });
        Logger logger = LogManager.getLogger(LOGGER + ".Shop");
        logger.error("up");
        System.out.println("up");
        for (String line = WorkerMain.nextLine(); !line.equals("end"); line = WorkerMain.nextLine()) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "state" -> System.out.println(logger.getLevel() + state(configs));
                case "count" -> System.out.println(configs.size());
                case "set" -> Configurator.setLevel(LOGGER, Level.valueOf(words[1]));
                default -> throw new IllegalArgumentException("expecting: state, count, set or end, found: " + line);
            }
        }
        registration.close();
    }

    private static String state(Map<String, String> configs) {
        return configs.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("c"))
                .sorted(Comparator.comparing(
                        entry -> Integer.valueOf(entry.getKey().substring(1))))
                .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining());
    }
}
