package io.github.loglane.encode;

/** What is valid UTF-8: no overlong form, no surrogate, nothing above U+10FFFF. */
final class Utf8 {

    private Utf8() {}

    /** Returns the end of the multi-byte sequence that begins at {@code at}, or -1 if it is not valid. */
    static int end(byte[] bytes, int at, int end) {
        int lead = bytes[at] & 0xff;
        int more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
        if (lead < 0xc2 || lead > 0xf4 || at + more >= end) {
            return -1;
        }
        int codePoint = lead & (0x3f >> more);
        for (int i = 1; i <= more; i++) {
            int next = bytes[at + i] & 0xff;
            if ((next & 0xc0) != 0x80) {
                return -1;
            }
            codePoint = (codePoint << 6) | (next & 0x3f);
        }
        boolean shortest = more == 1 || codePoint >= (more == 2 ? 0x800 : 0x10000);
        boolean surrogate = codePoint >= 0xd800 && codePoint <= 0xdfff;
        return shortest && !surrogate && codePoint <= 0x10ffff ? at + more + 1 : -1;
    }
}
