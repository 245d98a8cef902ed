package io.github.loglane.log4j2;

import io.github.loglane.WorkerSource;
import io.github.loglane.encode.Worker;
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
 * Makes the resolver {@code workerId} of JsonTemplateLayout.
 *
 * <pre>
 * {"$resolver": "workerId", "value": "%X{worker}"}
 * </pre>
 *
 * <p>{@code value} is what the appender's attribute {@code workerId} may be, with {@code ${...}} looked up once, at start.
 * Where there is no worker, the field is omitted.
 */
@Plugin(name = "WorkerIdResolverFactory", category = TemplateResolverFactory.CATEGORY)
public final class WorkerIdResolverFactory implements EventResolverFactory {

    private static final WorkerIdResolverFactory INSTANCE = new WorkerIdResolverFactory();

    private WorkerIdResolverFactory() {}

    /** Called by Log4j2. */
    @PluginFactory
    public static WorkerIdResolverFactory getInstance() {
        return INSTANCE;
    }

    @Override
    public String getName() {
        return "workerId";
    }

    @Override
    public EventResolver create(EventResolverContext context, TemplateResolverConfig config) {
        String configured = config.getString("value");
        String value = configured == null ? null : context.getSubstitutor().replace(null, configured);
        return new WorkerIdResolver(WorkerSource.of(value, null));
    }

    /** Writes the worker that the source names for an event. */
    private static final class WorkerIdResolver implements EventResolver {
        private final WorkerSource source;

        WorkerIdResolver(WorkerSource source) {
            this.source = source;
        }

        @Override
        public boolean isResolvable(LogEvent event) {
            return source.of(new Log4jEventView(event)).isPresent();
        }

        @Override
        public void resolve(LogEvent event, JsonWriter json) {
            Worker worker = source.of(new Log4jEventView(event));
            if (worker.isText()) {
                json.writeString(worker.text());
            } else {
                json.writeNumber(worker.number());
            }
        }
    }
}
