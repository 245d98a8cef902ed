package io.github.loglane.log4j2;

import io.github.loglane.encode.EncoderSettings;
import io.github.loglane.encode.JsonEncoder.Part;
import io.github.loglane.encode.Redactor;
import java.util.List;
import java.util.Set;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.config.plugins.Plugin;
import org.apache.logging.log4j.core.config.plugins.PluginFactory;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolver;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverContext;
import org.apache.logging.log4j.layout.template.json.resolver.EventResolverFactory;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverConfig;
import org.apache.logging.log4j.layout.template.json.resolver.TemplateResolverFactory;
import org.apache.logging.log4j.layout.template.json.util.JsonWriter;

/**
 * Makes the resolver {@code loglane} of JsonTemplateLayout: parts of a record as loglane's own encoder writes them.
 *
 * <pre>
 * {"$resolver": "loglane", "field": "mdc", "secretNames": ["pin", "token"]}
 * </pre>
 *
 * <p>{@code field} is {@code request} or {@code mdc} (both cleaned of secrets), {@code traceId} or {@code spanId} (lifted
 * out of the thread context), or {@code exceptionClass} (in the form that stack traces use). {@code secretNames} replaces
 * the words that make a name secret; see {@link Redactor}. Where an event has no such thing, the field is omitted.
 */
@Plugin(name = "LoglaneResolverFactory", category = TemplateResolverFactory.CATEGORY)
public final class LoglaneResolverFactory implements EventResolverFactory {

    private static final LoglaneResolverFactory INSTANCE = new LoglaneResolverFactory();

    private LoglaneResolverFactory() {}

    /** Called by Log4j2. */
    @PluginFactory
    public static LoglaneResolverFactory getInstance() {
        return INSTANCE;
    }

    @Override
    public String getName() {
        return "loglane";
    }

    @Override
    public EventResolver create(EventResolverContext context, TemplateResolverConfig config) {
        String field = config.getString("field");
        List<String> secretNames = config.getList("secretNames", String.class);
        EncoderSettings settings = EncoderSettings.of("")
                .withSecretNames(secretNames == null ? Redactor.DEFAULT_NAMES : Set.copyOf(secretNames));
        return switch (field == null ? "" : field) {
            case "request" -> new PartResolver(Part.REQUEST, settings);
            case "mdc" -> new PartResolver(Part.MDC, settings);
            case "traceId" -> new PartResolver(Part.TRACE_ID, settings);
            case "spanId" -> new PartResolver(Part.SPAN_ID, settings);
            case "exceptionClass" -> new ExceptionClassResolver();
            default ->
                throw new IllegalArgumentException(
                        "expecting: field request, mdc, traceId, spanId or exceptionClass, found: " + config);
        };
    }

    /** The built-in resolver gives the canonical name: another one for nested classes, none for anonymous ones. */
    private static final class ExceptionClassResolver implements EventResolver {

        @Override
        public boolean isResolvable(LogEvent event) {
            return event.getThrown() != null;
        }

        @Override
        public void resolve(LogEvent event, JsonWriter json) {
            json.writeString(event.getThrown().getClass().getName());
        }
    }
}
