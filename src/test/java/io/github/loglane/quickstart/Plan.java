package io.github.loglane.quickstart;

import java.util.ArrayList;
import java.util.List;

/**
 * How the quick start goes, all times in seconds.
 *
 * @param before with Kafka there
 * @param outage from SIGKILL to the new start
 * @param after with Kafka back
 * @param desks threads of each worker
 * @param rate log calls per second of each thread
 */
record Plan(int before, int outage, int after, int desks, int rate) {

    static final int WORKERS = 3;
    static final int PARTITIONS = 2;
    static final String TOPIC = "logs";

    /** @param args such as {@code outage=5}; what is not given has its default */
    static Plan parse(List<String> args) {
        List<String> rest = new ArrayList<>(args);
        Plan plan = new Plan(
                take(rest, "before", 10),
                take(rest, "outage", 6),
                take(rest, "after", 8),
                take(rest, "desks", 4),
                take(rest, "rate", 100));
        if (!rest.isEmpty()) {
            throw new IllegalArgumentException(
                    "expecting: before=, outage=, after= (seconds), desks= or rate=, found: " + rest);
        }
        return plan;
    }

    private static int take(List<String> args, String name, int byDefault) {
        String prefix = name + "=";
        for (String arg : args) {
            if (arg.startsWith(prefix)) {
                args.remove(arg);
                return number(name, arg.substring(prefix.length()));
            }
        }
        return byDefault;
    }

    private static int number(String name, String text) {
        if (!text.matches("[1-9]\\d{0,3}")) {
            throw new IllegalArgumentException("expecting: " + name + " from 1 to 9999, found: " + text);
        }
        return Integer.parseInt(text);
    }
}
