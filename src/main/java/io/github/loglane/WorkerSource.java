package io.github.loglane;

import io.github.loglane.encode.EventView;
import io.github.loglane.encode.Worker;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where an event's worker id comes from, as the option {@code workerId} says. Safe for any thread. */
public abstract sealed class WorkerSource {

    private static final String VARIABLE = "WORKER_ID";
    private static final Pattern CONTEXT_KEY = Pattern.compile("%X\\{([^{}]+)}");
    private static final Pattern ORDINAL = Pattern.compile(".*-(\\d{1,9})");

    /** The worker of one event, decided on the logging thread. */
    public abstract Worker of(EventView event);

    /** The worker that speaks for the whole process: begin, drop and end records are its own. */
    Worker ofProcess() {
        return Worker.NONE;
    }

    /** Whether events of one process may be of several workers. */
    boolean isPerEvent() {
        return !(this instanceof Fixed);
    }

    /** Whether events of one process may be of several workers, as the option says. */
    static boolean isPerEvent(String option) {
        return of(option, "").isPerEvent();
    }

    /** The thread context's key that names the worker, where the option says so; else {@code null}. */
    static String contextKey(String option) {
        return of(option, "") instanceof FromContext context ? context.key : null;
    }

    /** @throws IllegalArgumentException where {@code option} looks like a pattern but is none that is known */
    static void check(String option) {
        boolean known = option == null
                || !option.contains("%")
                || CONTEXT_KEY.matcher(option.strip()).matches();
        ConfigCheck.expect(known, "workerId", "a number, a text, thread, ordinal or %X{key}", option);
        boolean resolved = option == null || !option.contains("${");
        ConfigCheck.expect(resolved, "workerId", "a look-up that resolves (${env:NAME:-} gives none)", option);
    }

    /**
     * The source that the option names.
     *
     * @param option as {@link PipelineConfig.Builder#workerId} has it
     * @param hostname this host's name, for {@code ordinal}; {@code null} for the one the operating system says
     * @throws IllegalArgumentException where it looks like a pattern but is none that is known
     */
    public static WorkerSource of(String option, String hostname) {
        check(option);
        String text = option == null || option.isBlank() ? fromEnvironment() : option.strip();
        if (text == null || text.isBlank()) {
            return new Fixed(Worker.NONE);
        }
        Matcher context = CONTEXT_KEY.matcher(text);
        if (context.matches()) {
            return new FromContext(context.group(1));
        }
        return switch (text) {
            case "thread" -> new FromThread();
            case "ordinal" -> new Fixed(ordinal(hostname == null ? Hostname.find() : hostname));
            default -> new Fixed(Worker.parse(text));
        };
    }

    private static String fromEnvironment() {
        String property = System.getProperty(VARIABLE);
        return property == null || property.isBlank() ? System.getenv(VARIABLE) : property;
    }

    private static Worker ordinal(String hostname) {
        Matcher name = ORDINAL.matcher(hostname);
        return name.matches() ? Worker.parse(name.group(1)) : Worker.NONE;
    }

    /** One worker for the whole process. */
    private static final class Fixed extends WorkerSource {
        private final Worker worker;

        Fixed(Worker worker) {
            this.worker = worker;
        }

        @Override
        public Worker of(EventView event) {
            return worker;
        }

        @Override
        Worker ofProcess() {
            return worker;
        }
    }

    /** Each logging thread is a worker, by its id or, where that is not known, by its name. */
    private static final class FromThread extends WorkerSource {
        private final Recent recent = new Recent();

        @Override
        public Worker of(EventView event) {
            long id = event.threadId();
            return id != 0 ? recent.of(id) : recent.of(event.threadName());
        }
    }

    /** The thread context names the worker, event by event. */
    private static final class FromContext extends WorkerSource {
        private final String key;
        private final Recent recent = new Recent();

        FromContext(String key) {
            this.key = key;
        }

        @Override
        public Worker of(EventView event) {
            return recent.of(event.contextValue(key));
        }
    }

    /** Workers seen lately, so that the usual event makes no new one; bounded, a miss costs one small object. */
    private static final class Recent {
        private static final int SLOTS = 256;
        private static final int MAX_KEPT_CHARS = 128;

        private final AtomicReferenceArray<Worker> numbers = new AtomicReferenceArray<>(SLOTS);
        private final AtomicReferenceArray<Named> names = new AtomicReferenceArray<>(SLOTS);

        private record Named(String text, Worker worker) {}

        Worker of(long number) {
            int slot = Long.hashCode(number) & SLOTS - 1;
            Worker worker = numbers.getAcquire(slot);
            if (worker == null || worker.number() != number) {
                worker = Worker.of(number);
                numbers.setRelease(slot, worker);
            }
            return worker;
        }

        Worker of(String text) {
            if (text == null) {
                return Worker.NONE;
            }
            if (text.length() > MAX_KEPT_CHARS) {
                return Worker.parse(text);
            }
            int slot = text.hashCode() & SLOTS - 1;
            Named named = names.getAcquire(slot);
            if (named == null || !named.text().equals(text)) {
                named = new Named(text, Worker.parse(text));
                names.setRelease(slot, named);
            }
            return named.worker();
        }
    }
}
