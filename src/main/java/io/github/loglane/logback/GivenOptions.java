package io.github.loglane.logback;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.Encoder;
import io.github.loglane.PipelineConfig;
import io.github.loglane.TextOptions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the setters of the appender were given, kept until {@code start()}: only then are the name and the context known. */
final class GivenOptions {

    /** What Logback puts for a variable that is not defined. */
    private static final String UNDEFINED = "_IS_UNDEFINED";

    private final Map<String, String> options = new LinkedHashMap<>();
    private final Map<String, String> needless = new LinkedHashMap<>();
    private final List<String> producer = new ArrayList<>();

    void option(String name, String value) {
        options.put(name, value);
    }

    void producerProperty(String nameAndValue) {
        producer.add(nameAndValue);
    }

    void needless(String name, String reason) {
        needless.put(name, reason);
    }

    /** @throws IllegalArgumentException that says of the first bad option what was expected and what was found */
    PipelineConfig read(String name, Consumer<String> warnings, Encoder<ILoggingEvent> encoder, LoggerContext context) {
        if (name == null) {
            throw new IllegalArgumentException("expecting: a name for the appender, found: none");
        }
        TextOptions to = new TextOptions(name);
        options.forEach((option, value) -> to.put(option, defined(option, value)));
        producer.forEach(text -> producerProperty(text, to));
        needless.forEach((option, reason) -> to.needless(option, "", reason));
        if (to.warning() != null) {
            warnings.accept(to.warning());
        }
        return to.read(encoder == null ? null : stubs -> EncoderBody.encoder(encoder, context, stubs));
    }

    private static String defined(String option, String value) {
        if (value != null && value.contains(UNDEFINED)) {
            throw TextOptions.bad(option, "a variable that is defined, or ${NAME:-} for nothing by default", value);
        }
        return value;
    }

    /** Does not show the text where it is wrong: it may be a secret. */
    private static void producerProperty(String text, TextOptions to) {
        int equals = text == null ? -1 : text.indexOf('=');
        if (equals <= 0) {
            throw TextOptions.bad("producerProperty", "name=value", "a text without a name before =");
        }
        String key = text.substring(0, equals).strip();
        String value = text.substring(equals + 1).strip();
        if (text.contains(UNDEFINED)) {
            throw TextOptions.bad("producerProperty", "a variable that is defined", "one that is not, of " + key);
        }
        to.producerProperty(key, value);
    }
}
