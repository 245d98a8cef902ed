package io.github.loglane.tools;

import io.github.loglane.Hostname;
import io.github.loglane.conf.ConfMessage;
import io.github.loglane.conf.ConfRejection;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Who sets something, what for, and for how long. */
final class ConfOrigin {

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationOption.class,
            description = "Ends by itself after this time: 30s, 15m, 1h30m, 2d. Default: holds until it is set"
                    + " anew or reset.")
    private Duration lifetime;

    @Option(names = "--why", paramLabel = "TEXT", description = "What for, such as a ticket's number.")
    private String why;

    @Option(names = "--by", paramLabel = "TEXT", description = "Who. Default: your user name, @, this host's name.")
    private String by;

    Duration lifetime() {
        return lifetime;
    }

    /** @throws UsageFailure where processes would not take it; {@code what} is the option at fault */
    ConfMessage build(ConfMessage.Builder message, String what) {
        message.by(by == null ? System.getProperty("user.name") + '@' + Hostname.find() : by);
        message.why(why);
        if (lifetime != null) {
            message.expiresIn(lifetime);
        }
        try {
            return message.build();
        } catch (ConfRejection e) {
            throw new UsageFailure(what + ": " + e.reason());
        }
    }
}
