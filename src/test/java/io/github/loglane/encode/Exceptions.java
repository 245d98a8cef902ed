package io.github.loglane.encode;

import java.io.PrintWriter;

/** Nasty throwables. */
final class Exceptions {

    private Exceptions() {}

    static Throwable causes(int depth) {
        Throwable inner = new IllegalStateException("innermost");
        for (int i = 0; i < depth; i++) {
            inner = new RuntimeException("cause " + i, inner);
        }
        return inner;
    }

    static Throwable cycle() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);
        first.addSuppressed(second);
        return first;
    }

    static Throwable suppressed() {
        Exception thrown = new Exception("thrown");
        for (int i = 0; i < 10; i++) {
            thrown.addSuppressed(causes(2));
        }
        return thrown;
    }

    static Throwable withFrames(int frames) {
        StackTraceElement[] trace = new StackTraceElement[frames];
        for (int i = 0; i < frames; i++) {
            trace[i] = new StackTraceElement("com.example.Deep\ud83d\ude00", "call" + i, "Deep.java", i);
        }
        Exception thrown = new Exception("frames");
        thrown.setStackTrace(trace);
        return thrown;
    }

    static final class Nested extends Exception {
        private static final long serialVersionUID = 1L;

        Nested(String message) {
            super(message);
        }
    }

    static final class ThrowingMessage extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("getMessage");
        }
    }

    @SuppressWarnings("OverrideThrowableToString")
    static final class ThrowingToString extends Exception {
        private static final long serialVersionUID = 1L;

        ThrowingToString() {
            super("fine");
        }

        @Override
        public String toString() {
            throw new StackOverflowError("toString");
        }
    }

    @SuppressWarnings("OverrideThrowableToString")
    static final class ThrowingFrames extends Exception {
        private static final long serialVersionUID = 1L;

        ThrowingFrames() {
            super("fine");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("getStackTrace");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("toString");
        }
    }

    static final class ThrowingCause extends Exception {
        private static final long serialVersionUID = 1L;

        ThrowingCause() {
            super("fine");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("getCause");
        }
    }

    static final class OwnPrint extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public void printStackTrace(PrintWriter out) {
            out.write("my own \"way\"".toCharArray());
            out.print(1.5);
            out.println('c');
        }
    }

    static final class VeryLongPrint extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public void printStackTrace(PrintWriter out) {
            for (int i = 0; i < 3_000_000; i++) {
                out.println("and on");
            }
        }
    }
}
