package io.github.loglane.log4j2;

import io.github.loglane.front.RecursionRun;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecursionIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    private static final String PLAIN = "org.apache.logging.log4j.core.selector.ClassLoaderContextSelector";
    private static final String ASYNC = "org.apache.logging.log4j.core.async.AsyncLoggerContextSelector";

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, ASYNC})
    void clientThatLogsToItself_neitherLoopsNorLocks(String selector) {
        RecursionRun.check(
                BROKER,
                selector.substring(selector.lastIndexOf('.') + 1),
                WorkerProcess.of(RecursionWorker.class)
                        .property("log4j2.configurationFile", "classpath:io/github/loglane/log4j2/recursion.xml")
                        .property("log4j2.contextSelector", selector));
    }
}
