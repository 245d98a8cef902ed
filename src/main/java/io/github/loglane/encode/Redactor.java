package io.github.loglane.encode;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Knows which names look as if their value were a secret, and masks such values. Immutable; safe for any thread.
 *
 * <p>A name is secret where one of the configured words stands in it up to the end of a word of the name, whatever the
 * case and the separators: {@code token} is found in {@code token}, {@code accessToken}, {@code X-Auth-Token},
 * {@code user[token]} and {@code TOKEN_2}, not in {@code tokenizer} or {@code maxTokens}; {@code api_key} in
 * {@code X-Api-Key} and {@code apikey}.
 *
 * <p>What it does not find: a secret under a name that does not look like one, in JSON inside a text, or in a query that
 * is itself URL-encoded once more.
 */
public final class Redactor {

    /** What stands in place of a secret. */
    public static final String MASK = "***";

    /** The words that make a name secret, unless configured otherwise. */
    public static final Set<String> DEFAULT_NAMES = Set.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "secret",
            "token",
            "authorization",
            "cookie",
            "set-cookie",
            "api_key",
            "access_key",
            "private_key",
            "credential",
            "credentials",
            "signature",
            "jwt");

    private static final int ASCII = 128;

    /** Words without separators, in lower case, by their first character in either case; the last element is for all beyond ASCII. */
    private final char[][][] wordsByFirst = new char[ASCII + 1][][];

    /** @param names words that make a name secret; case and separators in them do not matter */
    public Redactor(Collection<String> names) {
        List<List<char[]>> byFirst = new ArrayList<>();
        for (int i = 0; i <= ASCII; i++) {
            byFirst.add(new ArrayList<>());
        }
        for (String name : names) {
            String word = name.replaceAll("[^\\p{L}\\p{Nd}]", "").toLowerCase(Locale.ROOT);
            if (word.isEmpty()) {
                throw new IllegalArgumentException("expecting: a name with letters or digits, found: \"" + name + '"');
            }
            byFirst.get(Math.min(word.charAt(0), ASCII)).add(word.toCharArray());
            char capital = Character.toUpperCase(word.charAt(0));
            if (capital < ASCII && capital != word.charAt(0)) {
                byFirst.get(capital).add(word.toCharArray());
            }
        }
        for (int i = 0; i <= ASCII; i++) {
            wordsByFirst[i] = byFirst.get(i).isEmpty() ? null : byFirst.get(i).toArray(new char[0][]);
        }
    }

    /** Whether the value of {@code name} is to be masked. */
    public boolean isSecret(String name) {
        return isSecret(name, 0, name.length());
    }

    boolean isSecret(String name, int from, int to) {
        for (int at = from; at < to; at++) {
            char[][] words = wordsByFirst[Math.min(name.charAt(at), ASCII)];
            if (words != null && startsWithAny(words, name, at, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWithAny(char[][] words, String name, int from, int to) {
        for (char[] word : words) {
            if (startsWith(word, name, from, to)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsWith(char[] word, String name, int from, int to) {
        int at = from;
        int matched = 0;
        while (matched < word.length) {
            if (at == to) {
                return false;
            }
            char c = Character.toLowerCase(name.charAt(at++));
            if (c == word[matched]) {
                matched++;
            } else if (Character.isLetterOrDigit(c)) {
                return false;
            }
        }
        return at == to || endsWord(name.charAt(at - 1), name.charAt(at));
    }

    private static boolean endsWord(char last, char next) {
        return !Character.isLetter(next) || (Character.isUpperCase(next) && !Character.isUpperCase(last));
    }

    /**
     * Masks each value of a secret name in {@code text}: what follows {@code name=} up to white space, {@code &},
     * {@code #}, a quote or an angle bracket, as in the query of a URL. Returns {@code text} itself where there is none.
     */
    public String clean(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            return text;
        }
        StringBuilder cleaned = null;
        int copied = 0;
        int from = 0;
        while (equals >= 0) {
            int nameStart = equals;
            while (nameStart > from && isOfName(text.charAt(nameStart - 1))) {
                nameStart--;
            }
            from = equals + 1;
            int end = isSecret(text, nameStart, equals) ? valueEnd(text, from) : from;
            if (end > from) {
                cleaned = cleaned == null ? new StringBuilder(text.length()) : cleaned;
                cleaned.append(text, copied, from).append(MASK);
                copied = end;
                from = end;
            }
            equals = text.indexOf('=', from);
        }
        return cleaned == null
                ? text
                : cleaned.append(text, copied, text.length()).toString();
    }

    private static boolean isOfName(char c) {
        return Character.isLetterOrDigit(c) || "_-.[]%$".indexOf(c) >= 0;
    }

    private static int valueEnd(String text, int from) {
        char first = from < text.length() ? text.charAt(from) : ' ';
        if (first == '"' || first == '\'') {
            int closing = text.indexOf(first, from + 1);
            return closing < 0 ? text.length() : closing + 1;
        }
        int end = from;
        while (end < text.length() && !endsValue(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean endsValue(char c) {
        return c <= ' ' || "&#\"'<>`".indexOf(c) >= 0 || Character.isWhitespace(c);
    }
}
