package com.example.books;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * A URL as it may be logged: not too long, and {@code ***} for the value of each parameter whose name looks like that of a secret.
 *
 * <p>Not found: a secret that is a part of the path, or of the value of another parameter, or whose name goes on behind what is looked
 * for (token_of_mine); add to the pattern what your names need. loglane cleans the record once more, by
 * the list of its option {@code secretNames}; what is done here holds for all appenders.
 */
final class CleanUrl {

    private static final int MAX_CHARS = 1024;

    /** At the end of a name, digits and signs aside: accessToken, X-Api-Key, user[password]. */
    private static final Pattern SECRET = Pattern.compile(
            "(?is).*(pass(word|wd|phrase)?|pwd|secret|token|auth(orization)?|credentials?|cookie|signature|sig|jwt|key"
                    + "|session(id)?|sid|otp|pin|code)[^a-z]*");

    private static final Pattern PATH_PARAMETER = Pattern.compile("(;)([^=;/]*)=[^;/]*");
    private static final Pattern QUERY_PARAMETER = Pattern.compile("(^|&)([^=&]*)=[^&]*");

    private CleanUrl() {}

    /** @param query {@code null} where there is none */
    static String of(String path, String query) {
        String shortPath = cut(path, MAX_CHARS);
        String url = clean(PATH_PARAMETER, shortPath);
        return query == null ? url : url + '?' + clean(QUERY_PARAMETER, cut(query, MAX_CHARS - shortPath.length()));
    }

    private static String clean(Pattern parameter, String text) {
        return parameter.matcher(text).replaceAll(found -> isSecret(found.group(2)) ? "$1$2=***" : "$0");
    }

    private static boolean isSecret(String name) {
        return SECRET.matcher(decoded(name)).matches();
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return name;
        }
    }

    private static String cut(String text, int maxChars) {
        return text.length() <= maxChars ? text : text.substring(0, maxChars);
    }
}
