package io.github.loglane.tools;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations such as {@code 15m} or {@code 1h30m}. */
final class DurationOption implements ITypeConverter<Duration> {

    private static final Pattern FORM =
            Pattern.compile("(?:([0-9]{1,4})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,7})m)?(?:([0-9]{1,9})s)?");
    private static final Duration MAX = Duration.ofDays(3_660);

    @Override
    public Duration convert(String text) {
        Matcher matcher = FORM.matcher(text);
        Duration duration = matcher.matches()
                ? Duration.ofDays(number(matcher, 1))
                        .plusHours(number(matcher, 2))
                        .plusMinutes(number(matcher, 3))
                        .plusSeconds(number(matcher, 4))
                : Duration.ZERO;
        if (duration.isZero() || duration.compareTo(MAX) > 0) {
            throw new TypeConversionException(
                    "expecting: a time such as 30s, 15m, 1h30m or 2d, up to ten years, found: " + text);
        }
        return duration;
    }

    private static long number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }

    /** As it would be written here, in its two largest units: {@code 14m59s}. */
    static String text(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        long[] parts = {seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60};
        String units = "dhms";
        int first = 0;
        while (first < 3 && parts[first] == 0) {
            first++;
        }
        StringBuilder text = new StringBuilder();
        for (int i = first; i < Math.min(first + 2, parts.length); i++) {
            if (parts[i] > 0 || i == first) {
                text.append(parts[i]).append(units.charAt(i));
            }
        }
        return text.toString();
    }
}
