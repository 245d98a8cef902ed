package io.github.loglane.tools;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * Which records are shown. A gap is shown where host and worker fit, whatever level and logger are asked for: what was
 * dropped had one too. Immutable.
 */
final class TailFilter {

    /** Least severe first. */
    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");

    private final WorkerChoice workers;
    private final Pattern hosts;
    private final int minLevel;
    private final List<String> loggers;
    private final Pattern grep;

    /**
     * @param hosts globs; none for all hosts
     * @param level the least severe level, or {@code null} for all
     * @param loggers loggers and what is below them; none for all
     * @param grep a regular expression, or {@code null}
     */
    TailFilter(WorkerChoice workers, Collection<String> hosts, String level, List<String> loggers, String grep) {
        this.workers = workers;
        this.hosts = hosts.isEmpty() ? null : globs(hosts);
        minLevel = level == null ? 0 : LEVELS.indexOf(level.toUpperCase(Locale.ROOT));
        if (minLevel < 0) {
            throw new UsageFailure("expecting: --level of " + String.join(" ", LEVELS) + ", found: " + level);
        }
        this.loggers = loggers;
        this.grep = grep == null ? null : regex(grep);
    }

    private static Pattern globs(Collection<String> globs) {
        return Pattern.compile(globs.stream().map(TailFilter::glob).collect(Collectors.joining("|")), Pattern.DOTALL);
    }

    /** A host name knows no case. */
    private static String glob(String glob) {
        StringBuilder regex = new StringBuilder("(?i:");
        glob.codePoints()
                .forEach(c -> regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c))));
        return regex.append(')').toString();
    }

    private static Pattern regex(String text) {
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new UsageFailure("expecting: --grep with a regular expression, found: " + text + " ("
                    + e.getDescription() + " near index " + e.getIndex() + ')');
        }
    }

    /** Whether a record is to be looked into at all; cheap, since it asks the header only. */
    boolean mayConcern(TailRecord record) {
        return workers.contains(record.worker()) || record.worker() == null && record.gap() != null;
    }

    /** Whether what the record tells of dropped events is shown. */
    boolean showsGap(TailRecord record) {
        return record.gap() != null && isOfHost(record);
    }

    boolean shows(TailRecord record) {
        return workers.contains(record.worker())
                && isOfHost(record)
                && isSevere(record.level())
                && isOfLogger(record.logger())
                && (grep == null || record.isAnyText(text -> grep.matcher(text).find()));
    }

    private boolean isOfHost(TailRecord record) {
        return hosts == null
                || record.hostname() != null && hosts.matcher(record.hostname()).matches();
    }

    /** A level of the application's own is shown: nobody knows how severe it is. */
    private boolean isSevere(String level) {
        if (minLevel == 0) {
            return true;
        }
        int severity = level == null ? -1 : LEVELS.indexOf(level);
        return severity >= minLevel || severity < 0 && level != null;
    }

    private boolean isOfLogger(String logger) {
        return loggers.isEmpty() || logger != null && loggers.stream().anyMatch(wanted -> isBelow(logger, wanted));
    }

    private static boolean isBelow(String logger, String wanted) {
        return logger.startsWith(wanted)
                && (logger.length() == wanted.length() || logger.charAt(wanted.length()) == '.');
    }
}
