package io.github.loglane.versions;

import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.MarkerFactory;

/** A {@link RowWorker} that logs by SLF4J through the {@code logback.xml} beside this class. */
final class LogbackRowWorker {

    private static final Logger LOGGER = LoggerFactory.getLogger("shop.Worker");
    private static final Logger LEVEL = LoggerFactory.getLogger(RowWorker.LEVEL_LOGGER);

    private LogbackRowWorker() {}

    public static void main(String[] args) throws InterruptedException {
        RowWorker.run(LogbackRowWorker::log, LEVEL::isDebugEnabled);
    }

    private static void log(int worker, int number) {
        MDC.put("worker", String.valueOf(worker));
        switch (number % RowWorker.KINDS) {
            case 0 -> LOGGER.error(RowWorker.text(worker, number), RowWorker.failure(number));
            case 1 -> {
                MDC.put("tenant", "acme \u00fc");
                MDC.put("request.url", "/orders?token=t&page=" + number);
                LOGGER.warn(RowWorker.text(worker, number));
                MDC.remove("tenant");
                MDC.remove("request.url");
            }
            case 2 -> LOGGER.info(MarkerFactory.getMarker("AUDIT"), "worker {} event {}", worker, number);
            case 3 ->
                LOGGER.atInfo()
                        .addKeyValue("request", Map.of("method", "GET", "token", "t" + number))
                        .addKeyValue("count", number)
                        .log(RowWorker.text(worker, number));
            case 4 ->
                LOGGER.atWarn()
                        .addMarker(MarkerFactory.getMarker("AUDIT"))
                        .addMarker(MarkerFactory.getMarker("SLOW"))
                        .setCause(RowWorker.failure(number))
                        .log(RowWorker.text(worker, number));
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
