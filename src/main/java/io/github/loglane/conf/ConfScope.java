package io.github.loglane.conf;

import java.util.Objects;

/**
 * Whom a setting is for: all processes, those of a service, those on a host, a worker wherever it runs, or a worker on a host.
 * Immutable. In a key a name's {@code %}, {@code /} and {@code #} are written {@code %25}, {@code %2F} and {@code %23}.
 *
 * @param kind what is named
 * @param name the service, host or worker; {@code null} for all
 * @param worker the worker on the host {@code name}; {@code null} for every other kind
 */
public record ConfScope(Kind kind, String name, String worker) {

    /** The kinds of scopes, the least specific first. */
    public enum Kind {
        ALL,
        SERVICE,
        HOST,
        WORKER,
        HOST_WORKER
    }

    /** Every process. */
    public static final ConfScope ALL = new ConfScope(Kind.ALL, null, null);

    static final int MAX_NAME_CHARS = 255;

    private static final String FORMS =
            "*, service/<name>, host/<hostname>, worker/<id> or host/<hostname>/worker/<id>";

    public static ConfScope service(String name) throws ConfRejection {
        return new ConfScope(Kind.SERVICE, checked(name), null);
    }

    public static ConfScope host(String hostname) throws ConfRejection {
        return new ConfScope(Kind.HOST, checked(hostname), null);
    }

    public static ConfScope worker(String id) throws ConfRejection {
        return new ConfScope(Kind.WORKER, checkedWorker(id), null);
    }

    public static ConfScope hostWorker(String hostname, String worker) throws ConfRejection {
        return new ConfScope(Kind.HOST_WORKER, checked(hostname), checkedWorker(worker));
    }

    /** Reads the part of a key before its {@code #}. */
    static ConfScope parse(String text) throws ConfRejection {
        if (text.equals("*")) {
            return ALL;
        }
        String[] parts = text.split("/", -1);
        if (parts.length == 2) {
            switch (parts[0]) {
                case "service" -> {
                    return service(decoded(parts[1]));
                }
                case "host" -> {
                    return host(decoded(parts[1]));
                }
                case "worker" -> {
                    return worker(decoded(parts[1]));
                }
                default -> {
                    // told below
                }
            }
        }
        if (parts.length == 4 && parts[0].equals("host") && parts[2].equals("worker")) {
            return hostWorker(decoded(parts[1]), decoded(parts[3]));
        }
        throw ConfRejection.expecting("the scope " + FORMS, text);
    }

    private static String checked(String name) throws ConfRejection {
        if (name.isBlank() || name.length() > MAX_NAME_CHARS || !name.equals(name.strip())) {
            throw ConfRejection.expecting(
                    "a name of 1 to " + MAX_NAME_CHARS + " characters in the scope, without space around it", name);
        }
        if (name.codePoints().anyMatch(ConfScope::isUnfit)) {
            throw ConfRejection.expecting("a name without control characters in the scope", name);
        }
        return name;
    }

    static boolean isUnfit(int codePoint) {
        return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
    }

    /** One worker has one spelling, else two keys would be about the same setting. */
    private static String checkedWorker(String id) throws ConfRejection {
        checked(id);
        boolean isInteger = id.matches("[-+]?[0-9]{1,18}");
        if (isInteger && !id.equals(Long.toString(Long.parseLong(id)))) {
            throw ConfRejection.expecting("the worker " + Long.parseLong(id), id);
        }
        return id;
    }

    private static String encoded(String name) {
        return name.replace("%", "%25").replace("/", "%2F").replace("#", "%23");
    }

    private static String decoded(String text) throws ConfRejection {
        String name = text.replace("%2F", "/").replace("%23", "#").replace("%25", "%");
        if (!encoded(name).equals(text)) {
            throw ConfRejection.expecting("% / and # in a scope's name to be written %25 %2F %23", text);
        }
        return name;
    }

    /** The worker it names, or {@code null}. */
    String workerId() {
        return kind == Kind.WORKER ? name : worker;
    }

    /** Whether it is for the process {@code self}, or for one of its lanes. */
    boolean concerns(ConfIdentity self) {
        return switch (kind) {
            case ALL -> true;
            case SERVICE -> name.equals(self.service());
            case HOST -> name.equals(self.hostname());
            case WORKER -> self.mayHave(name);
            case HOST_WORKER -> name.equals(self.hostname()) && self.mayHave(worker);
        };
    }

    /** As it stands in a key. */
    @Override
    public String toString() {
        return switch (kind) {
            case ALL -> "*";
            case SERVICE -> "service/" + encoded(name);
            case HOST -> "host/" + encoded(name);
            case WORKER -> "worker/" + encoded(name);
            case HOST_WORKER -> "host/" + encoded(name) + "/worker/" + encoded(Objects.requireNonNull(worker));
        };
    }
}
