package io.github.loglane.bench;

import java.util.SplittableRandom;
import java.util.StringJoiner;

/** What is logged: texts that differ as those of an application do, made before anything is measured. */
final class Payload {

    /** So many that a compressor's window of 64 KiB is past before they repeat. */
    static final int COUNT = 1 << 10;

    static final String FORMAT = "order {} accepted: {}";

    /** A system property with the length of the texts. */
    static final String TEXT_CHARS_PROPERTY = "loglane.bench.textChars";

    private static final int TEXT_CHARS = Integer.getInteger(TEXT_CHARS_PROPERTY, 235);
    private static final String[] WORDS = {
        "customer", "position", "warehouse", "invoice", "shipment", "reserved", "paid", "carrier", "weight", "express",
        "address", "checked", "voucher", "discount", "total", "currency", "priority", "basket", "session", "stock"
    };

    private Payload() {}

    /** An order's number. */
    static String id(int i) {
        return Integer.toString(1_000_000 + i * 7919 % 8_999_999);
    }

    static String text(int i) {
        SplittableRandom random = new SplittableRandom(i);
        StringJoiner text = new StringJoiner(", ");
        while (text.length() < TEXT_CHARS) {
            text.add(WORDS[random.nextInt(WORDS.length)] + '=' + random.nextInt(100_000));
        }
        return text.toString().substring(0, TEXT_CHARS);
    }
}
