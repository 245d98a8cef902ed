package io.github.loglane.tools;

import io.github.loglane.testkit.WorkerMain;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** An application that does as it is told: {@code log N} logs so many events, {@code level} prints its level, {@code end}. */
final class SecuredApp {

    static final String LOGGED = "longest log call ms ";

    private SecuredApp() {}

    public static void main(String[] args) throws InterruptedException {
        long before = System.nanoTime();
        Logger logger = LogManager.getLogger("com.acme.Shop");
        logger.error("up");
        System.out.println(LOGGED + millisSince(before));
        for (String line = WorkerMain.nextLine(); !line.equals("end"); line = WorkerMain.nextLine()) {
            if (line.equals("level")) {
                System.out.println("level " + logger.getLevel());
            } else {
                System.out.println(LOGGED + log(logger, Integer.parseInt(line.substring("log ".length()))));
            }
        }
        LogManager.shutdown();
    }

    private static long log(Logger logger, int events) {
        long longest = 0;
        for (int i = 0; i < events; i++) {
            long before = System.nanoTime();
            logger.error("event {}", i);
            longest = Math.max(longest, millisSince(before));
        }
        return longest;
    }

    private static long millisSince(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
    }
}
