package io.github.loglane.tools;

import java.io.Console;
import java.io.PrintWriter;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** One line on standard error that is written over as a long read goes on; nothing where nobody sits at a terminal. */
final class TerminalProgress {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final String ERASE_LINE = "\r\033[K";

    private final PrintWriter err;
    private final boolean terminal;
    private long dueNanos = System.nanoTime() + INTERVAL_NANOS;
    private boolean shown;

    TerminalProgress(PrintWriter err, boolean terminal) {
        this.err = err;
        this.terminal = terminal;
    }

    static TerminalProgress onTerminal(PrintWriter err) {
        return new TerminalProgress(err, isAtTerminal());
    }

    /** Whether somebody looks at what is printed here. */
    static boolean isAtTerminal() {
        return isTerminal(System.console());
    }

    void at(long readOffsets, long totalOffsets) {
        long now = System.nanoTime();
        if (!terminal || now - dueNanos < 0) {
            return;
        }
        dueNanos = now + INTERVAL_NANOS;
        shown = true;
        err.print(ERASE_LINE + String.format(Locale.ROOT, "%,d of %,d offsets", readOffsets, totalOffsets));
        err.flush();
    }

    void clear() {
        if (shown) {
            err.print(ERASE_LINE);
            err.flush();
            shown = false;
        }
    }

    /** Up to JDK 21 there is a console only on a terminal; from 22 on it has to be asked, by a method that 17 lacks. */
    private static boolean isTerminal(Console console) {
        if (console == null) {
            return false;
        }
        try {
            MethodHandle isTerminal = MethodHandles.lookup()
                    .findVirtual(Console.class, "isTerminal", MethodType.methodType(boolean.class));
            return (boolean) isTerminal.invokeExact(console);
        } catch (NoSuchMethodException olderJdk) {
            return true;
        } catch (Throwable refused) {
            return false;
        }
    }
}
