package io.github.loglane.logback;

import io.github.loglane.front.RecursionRun;
import io.github.loglane.testkit.BrokerProcess;
import io.github.loglane.testkit.WorkerProcess;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogbackRecursionIT {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().build();

    /** What its clients log while SLF4J starts, SLF4J would replay as the application's. */
    @Test
    void clientThatLogsToItself_neitherLoopsNorLocks() {
        BROKER.topics().create("conf", 1, 1, Map.of("cleanup.policy", "compact"));
        RecursionRun.check(
                BROKER,
                "logback",
                WorkerProcess.of(LogbackRecursionWorker.class)
                        .logback()
                        .property("logback.configurationFile", "io/github/loglane/logback/recursion.xml"));
    }
}
