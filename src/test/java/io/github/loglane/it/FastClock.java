package io.github.loglane.it;

import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.core.util.Clock;

/** A clock two hours ahead, for Log4j's property {@code log4j2.clock}. */
public final class FastClock implements Clock {

    @Override
    public long currentTimeMillis() {
        return System.currentTimeMillis() + TimeUnit.HOURS.toMillis(2);
    }
}
