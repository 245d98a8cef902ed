package com.example.fat;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;

/** Logs numbered events by Log4j2 once a level of the topic conf has come; then main returns. */
final class Log4jApp {

    private Log4jApp() {}

    public static void main(String[] args) throws InterruptedException {
        Logger logger = LogManager.getLogger("shop.Fat");
        while (!logger.isDebugEnabled()) {
            Thread.sleep(20);
        }
        ThreadContext.put("worker", "0");
        for (int i = 1; i <= Integer.parseInt(args[0]); i++) {
            logger.debug("worker {} event {}", 0, i);
        }
    }
}
