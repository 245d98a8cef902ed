package io.github.loglane.it;

import io.github.loglane.testkit.WorkerMain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.message.MapMessage;

/**
 * The main class of an application that logs what people search for: two threads, each a worker of its own, with numbered events.
 * It prints {@code logged} when they have said all, and ends at the next line that it is sent.
 */
final class SearchLoad {

    static final int WORKERS = 2;

    /** Every so many events of a worker one is as long as this, in characters. */
    static final int LONG_MESSAGE = 100_000;

    static final int LONG_EVERY = 1_000;
    static final int ERROR_EVERY = 50;
    static final int TENANTS = 20;

    private static final String UNICODE = " \"quoted\" \\ <b> %n \t caf\u00e9 \u6771\u4eac \ud83d\ude80";

    private SearchLoad() {}

    /** @param args first worker, first and last number of their events */
    public static void main(String[] args) throws InterruptedException {
        int firstWorker = Integer.parseInt(args[0]);
        int first = Integer.parseInt(args[1]);
        int last = Integer.parseInt(args[2]);
        Logger logger = LogManager.getLogger("shop.Orders");
        List<Thread> threads = new ArrayList<>();
        for (int worker = firstWorker; worker < firstWorker + WORKERS; worker++) {
            int id = worker;
            threads.add(new Thread(() -> log(logger, id, first, last), "worker-" + id));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        System.out.println("logged");
        System.out.println(WorkerMain.nextLine());
        LogManager.shutdown();
    }

    private static void log(Logger logger, int worker, int first, int last) {
        for (int i = first; i <= last; i++) {
            ThreadContext.clearMap();
            ThreadContext.put("worker", String.valueOf(worker));
            ThreadContext.put("tenant", "acme-" + i % TENANTS);
            // One key, many types; and more keys than a mapping should have fields.
            ThreadContext.put(
                    "mixed",
                    List.of("2026-11-25", "17", "true", "{\"a\":1}", "").get(i % 5));
            ThreadContext.put("key" + i % 2_000, "value" + i);
            if (i % ERROR_EVERY == 0) {
                logger.error(text(worker, i), failure(i));
            } else if (i % 7 == 0) {
                logger.info(new RequestMessage(text(worker, i), request("GET /orders", i)));
            } else {
                request(i);
                logger.log(i % 10 == 0 ? Level.WARN : Level.INFO, text(worker, i));
            }
        }
    }

    private static void request(int i) {
        ThreadContext.put("request.id", "r-" + i);
        ThreadContext.put("request.method", i % 2 == 0 ? "GET" : "POST");
        ThreadContext.put("request.path", "/orders/" + i % 100);
        ThreadContext.put("request.status", i % 100 == 1 ? "503" : i % 100 == 2 ? "none" : "200");
        ThreadContext.put("request.remoteAddr", i % 100 == 3 ? "unknown" : "10.1.2." + i % 100);
        ThreadContext.put("request.userAgent", "curl/8");
        ThreadContext.put("request.page", String.valueOf(i % 30));
        ThreadContext.put("request.token", "my-secret");
    }

    static String text(int worker, int i) {
        String text = "worker " + worker + " event " + i + UNICODE;
        return i % LONG_EVERY == 0 ? text + "\u6f22".repeat(LONG_MESSAGE / 10) + "x".repeat(LONG_MESSAGE) : text;
    }

    private static Exception failure(int i) {
        Exception cause = new NoStock("item " + i);
        return i % (2 * ERROR_EVERY) == 0 ? new IllegalStateException("not sold", cause) : cause;
    }

    /** An exception that is an inner class. */
    private static final class NoStock extends Exception {
        private static final long serialVersionUID = 1;

        NoStock(String message) {
            super(message);
        }
    }

    /** A text, a number within a map, a list: what a request should not be, and is. */
    private static Object request(String text, int i) {
        return switch (i % 3) {
            case 0 -> text;
            case 1 -> Map.of("status", Map.of("code", i), "userAgent", List.of("a", Map.of("b", 1)));
            default -> Map.of("status", i % 500, "items", List.of(1, "two", true));
        };
    }

    /** A message with a request that is no set of strings. */
    private static final class RequestMessage extends MapMessage<RequestMessage, Object> {
        private static final long serialVersionUID = 1;

        private final String text;

        RequestMessage(String text, Object request) {
            super(Map.of("request", request));
            this.text = text;
        }

        @Override
        public RequestMessage newInstance(Map<String, Object> data) {
            return new RequestMessage(text, data.get("request"));
        }

        @Override
        public String getFormattedMessage() {
            return text;
        }

        @Override
        public void formatTo(StringBuilder out) {
            out.append(text);
        }
    }
}
