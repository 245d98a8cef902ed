package io.github.loglane.versions;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.MarkerManager;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.message.StringMapMessage;

/** A {@link RowWorker} that logs through the {@code log4j2.xml} beside this class. */
final class Log4jRowWorker {

    private static final Logger LOGGER = LogManager.getLogger("shop.Worker");
    private static final Logger LEVEL = LogManager.getLogger(RowWorker.LEVEL_LOGGER);

    private Log4jRowWorker() {}

    public static void main(String[] args) throws InterruptedException {
        RowWorker.run(Log4jRowWorker::log, LEVEL::isDebugEnabled);
    }

    private static void log(int worker, int number) {
        ThreadContext.put("worker", String.valueOf(worker));
        switch (number % RowWorker.KINDS) {
            case 0 -> LOGGER.error(RowWorker.text(worker, number), RowWorker.failure(number));
            case 1 -> {
                ThreadContext.put("tenant", "acme \u00fc");
                ThreadContext.put("request.url", "/orders?token=t&page=" + number);
                LOGGER.warn(RowWorker.text(worker, number));
                ThreadContext.remove("tenant");
                ThreadContext.remove("request.url");
            }
            case 2 -> LOGGER.info(MarkerManager.getMarker("AUDIT"), "worker {} event {}", worker, number);
            case 3 ->
                LOGGER.info(new StringMapMessage()
                        .with("text", RowWorker.text(worker, number))
                        .with("request", "GET /orders/" + number));
            case 4 -> LOGGER.atFatal().withThrowable(RowWorker.failure(number)).log(RowWorker.text(worker, number));
            default -> {
                if (RowWorker.isSecondPart(number)) {
                    LEVEL.debug("worker {} event {}", worker, number);
                } else {
                    LOGGER.info("worker {} event {} \t\u0000\ud83d\ude80", worker, number);
                }
            }
        }
    }
}
