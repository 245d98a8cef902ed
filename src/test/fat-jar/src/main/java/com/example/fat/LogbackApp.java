package com.example.fat;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Logs numbered events by SLF4J once a level of the topic conf has come; then main returns. */
final class LogbackApp {

    private LogbackApp() {}

    public static void main(String[] args) throws InterruptedException {
        Logger logger = LoggerFactory.getLogger("shop.Fat");
        while (!logger.isDebugEnabled()) {
            Thread.sleep(20);
        }
        MDC.put("worker", "0");
        for (int i = 1; i <= Integer.parseInt(args[0]); i++) {
            logger.debug("worker {} event {}", 0, i);
        }
    }
}
