package io.github.loglane.log4j2;

import io.github.loglane.front.Front;
import io.github.loglane.front.FrontContract;
import io.github.loglane.testkit.BrokerProcess;
import org.junit.jupiter.api.extension.RegisterExtension;

class Log4jFrontIT extends FrontContract {

    @RegisterExtension
    static final BrokerProcess BROKER = BrokerProcess.config().proxied().build();

    @Override
    protected BrokerProcess broker() {
        return BROKER;
    }

    @Override
    protected Front front() {
        return new Log4jFront();
    }
}
