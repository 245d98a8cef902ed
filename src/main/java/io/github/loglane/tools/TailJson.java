package io.github.loglane.tools;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;

/**
 * Records as JSON, an object on each line: where it is, and the value as it is under {@code record}, or under {@code text}
 * where it is no JSON object. Members may be added; those there are keep name and meaning.
 */
final class TailJson implements TailFormat {

    private static final int HEAD_CHARS = 160;

    @Override
    public String record(TailRecord record) {
        String value = record.text();
        StringBuilder json = head(record, value.length());
        if (record.isJson()) {
            json.append(",\"record\":");
            appendObject(json, value);
        } else if (record.hasValue()) {
            appendString(json, "text", value);
        }
        return json.append('}').toString();
    }

    @Override
    public String gap(TailRecord record) {
        StringBuilder json = head(record, 0);
        if (record.hostname() != null) {
            appendString(json, "hostname", record.hostname());
        }
        return json.append('}').toString();
    }

    /** @param moreChars how much will follow, so that nothing is copied to make room */
    private static StringBuilder head(TailRecord record, int moreChars) {
        StringBuilder json = new StringBuilder(moreChars + HEAD_CHARS)
                .append("{\"partition\":")
                .append(record.partition())
                .append(",\"offset\":")
                .append(record.offset());
        if (record.key() != null) {
            appendString(json, "key", record.key());
        }
        if (!record.isLoglane()) {
            appendString(json, "timestamp", record.time().toString());
        }
        if (record.workerText() != null) {
            appendString(json, "worker", record.workerText());
        }
        if (!record.isOurs()) {
            json.append(",\"foreign\":true");
        }
        if (record.gap() != null) {
            appendGap(json, record.gap());
        }
        return json;
    }

    private static void appendGap(StringBuilder json, DeclaredGap gap) {
        json.append(",\"dropped\":{\"from\":")
                .append(gap.from())
                .append(",\"to\":")
                .append(gap.to())
                .append(",\"byCause\":{");
        char before = ' ';
        for (Map.Entry<String, Long> cause : gap.byCause().entrySet()) {
            json.append(before == ' ' ? "" : ",")
                    .append('"')
                    .append(cause.getKey())
                    .append("\":")
                    .append(cause.getValue());
            before = ',';
        }
        json.append("}}");
    }

    /** In valid JSON a line end stands only between tokens, and all else that steers a terminal only within strings. */
    private static void appendObject(StringBuilder json, String object) {
        int safeFrom = 0;
        for (int i = TerminalText.unsafeFrom(object, 0);
                i < object.length();
                i = TerminalText.unsafeFrom(object, i + 1)) {
            json.append(object, safeFrom, i);
            char c = object.charAt(i);
            if (c < ' ') {
                json.append(' ');
            } else {
                TerminalText.appendEscape(json, c);
            }
            safeFrom = i + 1;
        }
        json.append(object, safeFrom, object.length());
    }

    private static void appendString(StringBuilder json, String name, String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 16);
        JsonStringEncoder.getInstance().quoteAsString(text, quoted);
        json.append(",\"").append(name).append("\":\"");
        appendObject(json, quoted.toString());
        json.append('"');
    }
}
