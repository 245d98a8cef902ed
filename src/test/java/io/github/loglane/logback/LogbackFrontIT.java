package io.github.loglane.logback;

import io.github.loglane.front.Front;
import io.github.loglane.front.FrontContract;
import io.github.loglane.testkit.BrokerProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
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

    @Test
    @Tag("jdk25")
    @Override
    protected void events_giveTheValueOfTheEncoderAndAKeyOfItsForm() {
        super.events_giveTheValueOfTheEncoderAndAKeyOfItsForm();
    }

    @Test
    @Tag("jdk25")
    @Override
    protected void events_areDroppedForTheSameCauses() {
        super.events_areDroppedForTheSameCauses();
    }

    @Test
    @Tag("jdk25")
    @Override
    protected void stop_waitsUntilKafkaHasAllAndEndsTheEpoch() {
        super.stop_waitsUntilKafkaHasAllAndEndsTheEpoch();
    }
}
