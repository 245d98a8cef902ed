package io.github.loglane.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Runs another main class in a JVM that ends with the test's; see {@link WorkerProcess}. */
public final class WorkerMain {

    private static final int PARENT_GONE = 86;
    private static final BlockingQueue<String> LINES = new LinkedBlockingQueue<>();

    private WorkerMain() {}

    /** Waits for the next line that the test sends; for use by the main class that runs here. */
    public static String nextLine() throws InterruptedException {
        return LINES.take();
    }

    public static void main(String[] args) throws Throwable {
        Thread watch = new Thread(WorkerMain::readUntilParentIsGone, "parent-watch");
        watch.setDaemon(true);
        watch.start();
        Method main = Class.forName(args[0]).getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        main.invoke(null, (Object) Arrays.copyOfRange(args, 1, args.length));
    }

    private static void readUntilParentIsGone() {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                LINES.add(line);
            }
        } catch (IOException e) {
            // as good as the end
        }
        Runtime.getRuntime().halt(PARENT_GONE);
    }
}
