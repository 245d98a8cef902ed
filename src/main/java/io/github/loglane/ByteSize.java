package io.github.loglane;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads sizes as people write them: {@code 33554432}, {@code 32 MiB}, {@code 256KB}, {@code 1g}. A unit is a power of 1024. */
final class ByteSize {

    private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*([KMGT]?)(?:I?B)?", Pattern.CASE_INSENSITIVE);

    private ByteSize() {}

    static long parse(String option, String text) {
        Matcher matcher = SIZE.matcher(text.strip());
        if (!matcher.matches()) {
            throw bad(option, text);
        }
        String unit = matcher.group(2).toUpperCase(Locale.ROOT);
        int shift = unit.isEmpty() ? 0 : 10 * ("KMGT".indexOf(unit) + 1);
        long number = Long.parseLong(matcher.group(1));
        if (number > Long.MAX_VALUE >> shift) {
            throw bad(option, text);
        }
        return number << shift;
    }

    private static IllegalArgumentException bad(String option, String text) {
        return new IllegalArgumentException(
                "option '" + option + "': expecting: bytes, or a number with a unit such as 32 MiB, found: " + text);
    }
}
