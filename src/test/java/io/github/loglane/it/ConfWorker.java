package io.github.loglane.it;

import io.github.loglane.testkit.WorkerMain;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** An application that logs a line and runs until it is told to stop. */
final class ConfWorker {

    private ConfWorker() {}

    public static void main(String[] args) throws InterruptedException {
        Logger logger = LogManager.getLogger("com.acme.Shop");
        logger.error("up");
        WorkerMain.nextLine();
    }
}
