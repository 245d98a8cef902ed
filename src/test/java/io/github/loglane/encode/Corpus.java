package io.github.loglane.encode;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Nasty events for any test of anything that writes records. Each has a name; names are stable. */
public final class Corpus {

    /** One event, made afresh each time. */
    public record Case(String name, Supplier<FakeEvent> event) {
        @Override
        public String toString() {
            return name;
        }
    }

    private final List<Case> cases = new ArrayList<>();

    private Corpus() {}

    public static List<Case> cases() {
        Corpus corpus = new Corpus();
        corpus.texts();
        corpus.contexts();
        corpus.requests();
        corpus.exceptions();
        corpus.times();
        corpus.others();
        return List.copyOf(corpus.cases);
    }

    private void add(String name, Supplier<FakeEvent> event) {
        cases.add(new Case(name, event));
    }

    /** Texts by name; those whose name begins with {@code lone} are no valid Unicode. */
    static Map<String, String> nastyTexts() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("empty", "");
        texts.put("blank", " ");
        texts.put("plain", "Hello, Worker!");
        texts.put("quotes", "\"'`\"\"");
        texts.put("backslashes", "C:\\temp\\new\\u0041\\");
        texts.put("slashes", "</script><!-- /* */ //");
        texts.put("controls", controls());
        texts.put("nul", "a\u0000b");
        texts.put("delete", "a\u007f\u0080\u009fb");
        texts.put("newlines", "one\ntwo\r\nthree\u0085four\u2028five\u2029six");
        texts.put("umlauts", "Gr\u00fc\u00dfe, \u00c5ngstr\u00f6m");
        texts.put("combining", "e\u0301\u0302\u0303");
        texts.put("cyrillic", "\u041f\u0440\u0438\u0432\u0435\u0442");
        texts.put("cjk", "\u65e5\u672c\u8a9e\u306e\u30ed\u30b0");
        texts.put("rightToLeft", "\u202e\u05e9\u05dc\u05d5\u05dd\u202c");
        texts.put("emoji", "\ud83d\ude00\ud83d\udc69\u200d\ud83d\ude80\ud83c\udde9\ud83c\uddea");
        texts.put("lastCodePoints", "\ud800\udc00\udbff\udfff\uffff\ufffe\ufffd\ufeff");
        texts.put("loneHigh", "a\ud83d");
        texts.put("loneLow", "\ude00b");
        texts.put("loneSwapped", "\ude00\ud83d");
        texts.put("loneTwoHighs", "\ud83d\ud83d\ude00");
        texts.put("json", "{\"epoch\":\"x\",\"seq\":1}");
        texts.put("endOfObject", "\"},{\"a\":\"");
        texts.put("pattern", "%m%n %X{a} {} {0} {:x} %s %d");
        texts.put("lookup", "${jndi:ldap://h/a} ${sys:user.home} $${env:PATH} ${}");
        texts.put("cutNote", "\u2026[cut, 12 chars]");
        texts.put("nullWord", "null");
        texts.put("number", "-0.0e17");
        texts.put("html", "<b>&amp;</b>");
        texts.put("urlSecret", "GET https://h/p?token=abc&x=1#access_token=xyz HTTP/1.1");
        texts.put("pairs", "user=eva password='p w' api-key=\"k\" maxTokens=5 = == &=&");
        texts.put("chunkEnd", "x".repeat(511) + "\ud83d\ude00" + "y".repeat(511) + "\ud83d\ude00");
        texts.put("kilobytes", "0123456789abcdef".repeat(256));
        texts.put("wideKilobytes", "\u65e5\ud83d\ude00\u00e9\n".repeat(500));
        return texts;
    }

    private static String controls() {
        StringBuilder text = new StringBuilder();
        for (char c = 0; c < 0x20; c++) {
            text.append(c);
        }
        return text.toString();
    }

    private void texts() {
        nastyTexts().forEach((name, text) -> {
            add("message/" + name, () -> FakeEvent.of(text));
            add("everywhere/" + name, () -> everywhere(text));
        });
        add("message/null", () -> FakeEvent.of(null));
        add("message/throws", () -> {
            FakeEvent event = FakeEvent.of("");
            event.message = () -> {
                throw new IllegalStateException("toString of a parameter");
            };
            return event;
        });
        add("message/overflows", () -> {
            FakeEvent event = FakeEvent.of("");
            event.message = () -> new Endless().toString();
            return event;
        });
        add("message/builder", () -> {
            FakeEvent event = FakeEvent.of("");
            event.message = () -> new StringBuilder("built \ud83d\ude00 ").reverse();
            return event;
        });
        add("message/megabyte", () -> FakeEvent.of("0123456789abcde\n".repeat(1 << 16)));
    }

    private static FakeEvent everywhere(String text) {
        FakeEvent event = FakeEvent.of(text)
                .context("plain", text)
                .context("k " + text, "by key")
                .context("request.header", text)
                .context("traceId", text)
                .thrown(new IllegalStateException(text, new IOException(text)));
        event.loggerName = text;
        event.threadName = text;
        event.markerName = text;
        return event;
    }

    private void contexts() {
        add("context/nullValue", () -> FakeEvent.of("x").context("k", null).context("request.k", null));
        add("context/nullKey", () -> FakeEvent.of("x").context(null, "v").context("k", "v"));
        add("context/emptyKey", () -> FakeEvent.of("x").context("", "v"));
        add("context/noteKey", () -> FakeEvent.of("x").context("_cut", "v").context("k", "v"));
        add(
                "context/loneSurrogateKey",
                () -> FakeEvent.of("x").context("\ud83d", "v").context("\ude00", "w"));
        add(
                "context/longKey",
                () -> FakeEvent.of("x").context("k".repeat(300_000), "v").context("k", "v"));
        add(
                "context/prefixOnly",
                () -> FakeEvent.of("x").context("request.", "v").context("request", "w"));
        add(
                "context/requestOnly",
                () -> FakeEvent.of("x").context("request.a.b", "v").context("request.a", "w"));
        add(
                "context/traceSpellings",
                () -> FakeEvent.of("x")
                        .context("trace.id", "1")
                        .context("trace_id", "2")
                        .context("span_id", "3")
                        .context("spanId", "4"));
        add("context/traceOnly", () -> FakeEvent.of("x").context("traceId", "1").context("span.id", "2"));
        add(
                "context/secrets",
                () -> FakeEvent.of("x")
                        .context("Password", "p")
                        .context("request.X-Api-Key", "k")
                        .context("request.uri", "/a?sessionToken=t&b=1")
                        .context("tokenizer", "kept"));
        add("context/tenThousand", () -> {
            FakeEvent event = FakeEvent.of("x");
            for (int i = 0; i < 10_000; i++) {
                event.context("key" + i, "value " + i);
            }
            return event;
        });
        add(
                "context/megabyteValue",
                () -> FakeEvent.of("x").context("a", "v".repeat(1 << 20)).context("b", "w"));
    }

    private void requests() {
        add("request/emptyMap", () -> FakeEvent.of("x").request(Map.of()));
        add("request/text", () -> FakeEvent.of("x").request("GET /a?secret=1 \ud83d\ude00"));
        add("request/number", () -> FakeEvent.of("x").request(17));
        add("request/list", () -> FakeEvent.of("x").request(List.of(1, 2)));
        add("request/scalars", () -> FakeEvent.of("x").request(scalars()));
        add(
                "request/nested",
                () -> FakeEvent.of("x").request(Map.of("a", Map.of("b", List.of(Map.of("c", new Object[] {
                    1, "\ud800", null
                }))))));
        add(
                "request/secrets",
                () -> FakeEvent.of("x")
                        .request(Map.of(
                                "headers", Map.of("Set-Cookie", List.of("a", "b"), "Accept", "*/*"), "token", 5)));
        add("request/oddKeys", () -> FakeEvent.of("x").request(oddKeys()));
        add("request/cycle", () -> FakeEvent.of("x").request(cycle()));
        add("request/deep", () -> FakeEvent.of("x").request(deep(10_000)));
        add("request/wide", () -> FakeEvent.of("x").request(Map.of("all", Collections.nCopies(1_000_000, "element"))));
        add(
                "request/withContext",
                () -> FakeEvent.of("x")
                        .request(Map.of("a", 1))
                        .context("request.a", "2")
                        .context("k", "v"));
        add("request/throwingValue", () -> FakeEvent.of("x").request(Map.of("endless", new Endless())));
        add("request/throwingMap", () -> FakeEvent.of("x").request(new ThrowingMap()));
    }

    private static Map<String, Object> scalars() {
        Map<String, Object> map = new TreeMap<>();
        map.put("null", null);
        map.put("booleans", new boolean[] {true, false});
        map.put("long", Long.MIN_VALUE);
        map.put("byte", (byte) -1);
        map.put("atomic", new AtomicLong(7));
        map.put("doubles", new double[] {0.1, -0.0, 1e300, Double.MIN_VALUE});
        map.put("notFinite", Arrays.asList(Double.NaN, Float.POSITIVE_INFINITY));
        map.put("float", 1.5f);
        map.put("decimal", new BigDecimal("1E+5000"));
        map.put("bigInteger", BigInteger.TEN.pow(2000));
        map.put("char", '"');
        map.put("enum", Severity.WARN);
        map.put("buffer", java.nio.CharBuffer.wrap("b"));
        return map;
    }

    private static Map<Object, Object> oddKeys() {
        Map<Object, Object> map = new HashMap<>();
        map.put(null, "null key");
        map.put(1, "number");
        map.put("1", "text");
        map.put(1L, "long");
        map.put("_cut", "note");
        map.put("\ud83d", "lone");
        map.put("good", "kept");
        return map;
    }

    private static Map<String, Object> cycle() {
        Map<String, Object> map = new LinkedHashMap<>();
        List<Object> list = new ArrayList<>();
        list.add(map);
        list.add(list);
        map.put("self", map);
        map.put("list", list);
        map.put("again", map);
        return map;
    }

    private static Object deep(int levels) {
        Map<String, Object> inner = Map.of("end", 1);
        for (int i = 0; i < levels; i++) {
            inner = Map.of("down", inner);
        }
        return inner;
    }

    private void exceptions() {
        add("exception/plain", () -> FakeEvent.of("x").thrown(new IllegalStateException("no stock")));
        add("exception/noMessage", () -> FakeEvent.of("x").thrown(new NullPointerException()));
        add("exception/nested", () -> FakeEvent.of("x").thrown(new Exceptions.Nested("m")));
        add("exception/anonymous", () -> FakeEvent.of("x").thrown(new RuntimeException("m") {}));
        add("exception/error", () -> FakeEvent.of("x").thrown(new OutOfMemoryError("logged, not thrown")));
        add("exception/causes", () -> FakeEvent.of("x").thrown(Exceptions.causes(5)));
        add("exception/cycle", () -> FakeEvent.of("x").thrown(Exceptions.cycle()));
        add("exception/suppressed", () -> FakeEvent.of("x").thrown(Exceptions.suppressed()));
        add("exception/noFrames", () -> FakeEvent.of("x").thrown(Exceptions.withFrames(0)));
        add("exception/manyFrames", () -> FakeEvent.of("x").thrown(Exceptions.withFrames(100_000)));
        add("exception/manyCauses", () -> FakeEvent.of("x").thrown(Exceptions.causes(20_000)));
        add("exception/megabyteMessage", () -> FakeEvent.of("x").thrown(new Exception("e".repeat(1 << 20))));
        add("exception/throwingMessage", () -> FakeEvent.of("x").thrown(new Exceptions.ThrowingMessage()));
        add("exception/throwingToString", () -> FakeEvent.of("x").thrown(new Exceptions.ThrowingToString()));
        add("exception/throwingFrames", () -> FakeEvent.of("x").thrown(new Exceptions.ThrowingFrames()));
        add("exception/throwingCause", () -> FakeEvent.of("x").thrown(new Exceptions.ThrowingCause()));
        add("exception/ownPrint", () -> FakeEvent.of("x").thrown(new Exceptions.OwnPrint()));
        add("exception/veryLongPrint", () -> FakeEvent.of("x").thrown(new Exceptions.VeryLongPrint()));
    }

    private void times() {
        for (String time : List.of(
                "1970-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999999Z",
                "2016-12-31T23:59:59.5Z",
                "0000-01-01T00:00:00Z",
                "-0044-03-15T12:00:00Z",
                "+10000-01-01T00:00:00.000000001Z",
                Instant.MAX.toString(),
                Instant.MIN.toString())) {
            Instant instant = Instant.parse(time);
            add("time/" + time, () -> {
                FakeEvent event = FakeEvent.of("x");
                event.epochSecond = instant.getEpochSecond();
                event.nanoOfSecond = instant.getNano();
                return event;
            });
        }
    }

    private void others() {
        for (String level : List.of("TRACE", "DEBUG", "WARN", "ERROR", "FATAL", "NOTICE")) {
            add("level/" + level, () -> {
                FakeEvent event = FakeEvent.of("x");
                event.levelName = level;
                event.severity = level.equals("NOTICE") ? Severity.INFO : Severity.valueOf(level);
                return event;
            });
        }
        add("all/huge", () -> {
            String huge = "\ud83d\ude00\u0001".repeat(200_000);
            FakeEvent event = everywhere(huge);
            event.request = () -> Map.of("a", huge, huge, "b", "c", List.of(huge, huge));
            return event;
        });
    }

    /** Calls itself until the stack ends. */
    static final class Endless {
        @Override
        @SuppressWarnings("InfiniteRecursion")
        public String toString() {
            return "again " + this;
        }
    }

    /** A map that another thread seems to change. */
    static final class ThrowingMap extends LinkedHashMap<String, Object> {
        private static final long serialVersionUID = 1L;

        @Override
        public java.util.Set<Map.Entry<String, Object>> entrySet() {
            throw new java.util.ConcurrentModificationException();
        }

        @Override
        public int size() {
            return 3;
        }
    }
}
