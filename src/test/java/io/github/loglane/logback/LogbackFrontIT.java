package io.github.loglane.logback;

import io.github.loglane.front.Front;
import io.github.loglane.front.FrontContract;
import io.github.loglane.testkit.BrokerProcess;
import org.junit.jupiter.api.extension.RegisterExtension;

class LogbackFrontIT extends FrontContract {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().proxied().build();

    @Override
    protected BrokerProcess broker() {
        return BROKER;
    }

    @Override
    protected Front front() {
        return new LogbackFront();
    }
}
