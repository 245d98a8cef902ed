package io.github.loglane.encode;

import java.lang.reflect.Array;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes the request an event brings as JSON, cleaned: maps as objects, collections and arrays as arrays, numbers and
 * booleans as such, all else as text. Ends at {@value #MAX_DEPTH} levels, so a map that holds itself is no harm.
 */
final class RequestValue {

    static final int MAX_DEPTH = 8;

    /** Longer numbers are written as text: JSON parsers refuse them. */
    private static final int MAX_NUMBER_CHARS = 100;

    private static final String TOO_DEEP = "\u2026[cut, deeper than " + MAX_DEPTH + "]";

    /** Name under which a request that is no map stands, so that {@code request} is an object in every record. */
    private static final String TEXT_NAME = "text";

    private final JsonText json;
    private final RecordBuffer out;
    private final Redactor redactor;

    RequestValue(JsonText json, Redactor redactor) {
        this.json = json;
        this.out = json.out();
        this.redactor = redactor;
    }

    /** Writes the object {@code request} by {@code limit}; there is room for {@link MemberList#MIN_BYTES} at least. */
    void write(Object request, int limit) {
        if (request instanceof Map<?, ?> map) {
            object(map, 1, limit);
        } else {
            MemberList members = new MemberList(json);
            members.begin(1, limit);
            int valueLimit = members.nextValue(TEXT_NAME, 0);
            members.done(valueLimit > 0 && guarded(TEXT_NAME, request, MAX_DEPTH, valueLimit));
            members.end(null);
        }
    }

    private boolean object(Map<?, ?> map, int depth, int limit) {
        if (out.length() + MemberList.MIN_BYTES > limit) {
            return false;
        }
        MemberList members = new MemberList(json);
        members.begin(0, limit);
        Throwable cause = null;
        try {
            members(map, depth, members);
        } catch (Throwable thrown) {
            Fatal.rethrow(thrown);
            members.undo();
            cause = thrown;
        }
        members.end(cause);
        return true;
    }

    private void members(Map<?, ?> map, int depth, MemberList members) {
        int entries = map.size();
        members.expect(entries);
        // Keys that differ may have the same text, the number 1 and "1".
        Set<String> names = new HashSet<>();
        Iterator<? extends Map.Entry<?, ?>> iterator = map.entrySet().iterator();
        int tried = 0;
        while (tried < entries && iterator.hasNext() && !members.isFull()) {
            tried++;
            Map.Entry<?, ?> entry = iterator.next();
            String name = entry.getKey() == null ? null : entry.getKey().toString();
            int valueLimit = members.nextValue(names.add(name) ? name : null, 0);
            if (valueLimit > 0) {
                members.done(guarded(name, entry.getValue(), depth, valueLimit));
            }
        }
        members.leaveOut(iterator.hasNext() ? Math.max(1, entries - tried) : 0);
    }

    /** Writes the value or, where the application's code throws, a note in its place. */
    private boolean guarded(String name, Object value, int depth, int limit) {
        int start = out.length();
        try {
            boolean secret = value != null && redactor.isSecret(name);
            return secret ? json.string(Redactor.MASK, limit) : value(value, depth, limit);
        } catch (Throwable thrown) {
            Fatal.rethrow(thrown);
            out.truncate(start);
            if (start + JsonText.MIN_STRING_BYTES > limit) {
                return false;
            }
            json.lost(thrown, limit);
            return true;
        }
    }

    private boolean value(Object value, int depth, int limit) {
        if (value == null) {
            return json.nul(limit);
        }
        if (value instanceof Number number) {
            return number(number, limit);
        }
        if (value instanceof Boolean) {
            return plain(value.toString(), limit);
        }
        boolean many = value instanceof Map
                || value instanceof Collection
                || value.getClass().isArray();
        if (!many || depth == MAX_DEPTH) {
            return text(value, many && depth == MAX_DEPTH, limit);
        }
        if (value instanceof Map<?, ?> map) {
            return object(map, depth + 1, limit);
        }
        return value instanceof Collection<?> elements
                ? array(elements.iterator(), elements.size(), depth + 1, limit)
                : array(new ArrayIterator(value), Array.getLength(value), depth + 1, limit);
    }

    private boolean text(Object value, boolean tooDeep, int limit) {
        String text = tooDeep ? TOO_DEEP : value.toString();
        return text == null ? json.nul(limit) : json.string(redactor.clean(text), limit);
    }

    private boolean array(Iterator<?> iterator, int elements, int depth, int limit) {
        if (out.length() + MemberList.MIN_BYTES > limit) {
            return false;
        }
        int elementsLimit = limit - MemberList.MIN_BYTES + 1;
        out.put((byte) '[');
        int start = out.length();
        int written = 0;
        boolean room = true;
        while (room && written < elements && iterator.hasNext()) {
            Object element = iterator.next();
            int elementStart = out.length();
            if (elementStart > start) {
                out.put((byte) ',');
            }
            int left = elementsLimit - out.length();
            room = guarded("", element, depth, out.length() + (written + 1 < elements ? left / 2 : left));
            if (room) {
                written++;
            } else {
                out.truncate(elementStart);
            }
        }
        if (written < elements) {
            noteElements(elements - written, start, limit - 1);
        }
        out.put((byte) ']');
        return true;
    }

    private void noteElements(int elements, int start, int limit) {
        if (out.length() > start) {
            out.put((byte) ',');
        }
        json.string("\u2026[cut, " + elements + " elements]", limit);
    }

    private boolean number(Number number, int limit) {
        if (number instanceof Integer
                || number instanceof Long
                || number instanceof Short
                || number instanceof Byte
                || number instanceof AtomicInteger
                || number instanceof AtomicLong) {
            return plain(Long.toString(number.longValue()), limit);
        }
        String text = number.toString();
        boolean isJson = number.getClass() == BigDecimal.class
                || number.getClass() == BigInteger.class
                || (number instanceof Double d && Double.isFinite(d))
                || (number instanceof Float f && Float.isFinite(f));
        boolean plain = isJson && text.length() <= MAX_NUMBER_CHARS;
        return plain ? plain(text, limit) : json.string(text, limit);
    }

    private boolean plain(String ascii, int limit) {
        if (out.length() + ascii.length() > limit) {
            return false;
        }
        json.escape(ascii, 0, ascii.length(), limit);
        return true;
    }

    /** The elements of an array of any type. */
    private static final class ArrayIterator implements Iterator<Object> {
        private final Object array;
        private int next;

        ArrayIterator(Object array) {
            this.array = array;
        }

        @Override
        public boolean hasNext() {
            return next < Array.getLength(array);
        }

        @Override
        public Object next() {
            return Array.get(array, next++);
        }
    }
}
