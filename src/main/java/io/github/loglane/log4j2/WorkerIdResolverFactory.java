package io.github.loglane.log4j2;

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
 * <p>{@code value} is what the appender's attribute {@code workerId} may be: an id, {@code thread} for the id of the
 * logging thread, {@code %X{key}} for the thread context's value of a key; with {@code ${...}} looked up once, at start.
 * Without it, the system property or else the environment variable {@code WORKER_ID}. Where there is no worker, the field
 * is omitted.
 */
@Plugin(name = "WorkerIdResolverFactory", category = TemplateResolverFactory.CATEGORY)
public final class WorkerIdResolverFactory implements EventResolverFactory {

    private static final WorkerIdResolverFactory INSTANCE = new WorkerIdResolverFactory();

    private static final String GLOBAL_NAME = "WORKER_ID";
    private static final String THREAD = "thread";
    private static final String CONTEXT_PREFIX = "%X{";

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
        if (THREAD.equals(value)) {
            return new WorkerIdResolver(Worker.NONE, null, true);
        }
        if (value != null && value.startsWith(CONTEXT_PREFIX) && value.endsWith("}")) {
            String key = value.substring(CONTEXT_PREFIX.length(), value.length() - 1);
            return new WorkerIdResolver(global(), key, false);
        }
        Worker worker = Worker.parse(value);
        return new WorkerIdResolver(worker.isPresent() ? worker : global(), null, false);
    }

    private static Worker global() {
        Worker worker = Worker.parse(System.getProperty(GLOBAL_NAME));
        return worker.isPresent() ? worker : Worker.parse(System.getenv(GLOBAL_NAME));
    }

    /** Takes the thread for the worker, or asks the thread context; {@code otherwise} is the worker if that has none. */
    private static final class WorkerIdResolver implements EventResolver {
        private final Worker otherwise;
        private final String contextKey;
        private final boolean thread;

        WorkerIdResolver(Worker otherwise, String contextKey, boolean thread) {
            this.otherwise = otherwise;
            this.contextKey = contextKey;
            this.thread = thread;
        }

        private Worker worker(LogEvent event) {
            if (thread) {
                return Worker.of(event.getThreadId());
            }
            String text = contextKey == null ? null : new Log4jEventView(event).contextValue(contextKey);
            Worker worker = Worker.parse(text);
            return worker.isPresent() ? worker : otherwise;
        }

        @Override
        public boolean isResolvable() {
            return thread || contextKey != null || otherwise.isPresent();
        }

        @Override
        public boolean isResolvable(LogEvent event) {
            return worker(event).isPresent();
        }

        @Override
        public void resolve(LogEvent event, JsonWriter json) {
            Worker worker = worker(event);
            if (worker.isText()) {
                json.writeString(worker.text());
            } else {
                json.writeNumber(worker.number());
            }
        }
    }
}
