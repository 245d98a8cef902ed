package io.github.loglane.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ConfListenersTest {

    private final ConfListeners listeners = new ConfListeners();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> remarks = new LinkedBlockingQueue<>();

    private static ConfChange change(String name, String json) {
        return new ConfChange("conf", name, json, "*", 0, "x", null, null, null);
    }

    private void deliver(String name, String json) {
        listeners.deliver(change(name, json), remark -> remarks.add(String.valueOf(remark)));
    }

    private static String next(BlockingQueue<String> queue) throws InterruptedException {
        return queue.poll(10, TimeUnit.SECONDS);
    }

    @Test
    void listener_hearsOfItsConfigOnly() throws InterruptedException {
        try (ConfRegistration one = listeners.add("a", change -> heard.add("one " + change.json()));
                ConfRegistration all = listeners.add(null, change -> heard.add("all " + change.json()))) {
            assertThat(List.of(one.toString(), all.toString())).doesNotHaveDuplicates();
            deliver("b", "1");
            assertThat(next(heard)).isEqualTo("all 1");
            assertThat(next(remarks)).isEqualTo("null");
            deliver("a", "2");
            assertThat(List.of(next(heard), next(heard))).containsExactlyInAnyOrder("one 2", "all 2");
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> Thread.getAllStackTraces().keySet().stream()
                        .noneMatch(thread -> thread.getName().equals("conf-listener-a")));
    }

    @Test
    void withoutAListener_theAnswerSaysSo() throws InterruptedException {
        deliver("a", "1");
        assertThat(next(remarks)).isEqualTo(ChangeSink.NO_LISTENER);
    }

    @Test
    void listenerThatThrows_isTheOnlyOneHurt() throws InterruptedException {
        try (ConfRegistration bad = listeners.add("a", change -> {
                    throw new IllegalStateException("cannot use " + change.json());
                });
                ConfRegistration good = listeners.add("a", change -> heard.add(change.json()))) {
            assertThat(bad).isNotSameAs(good);
            deliver("a", "1");
            assertThat(next(heard)).isEqualTo("1");
            assertThat(next(remarks))
                    .isEqualTo("failed: the listener threw java.lang.IllegalStateException: cannot use 1");
            deliver("a", "2");
            assertThat(next(heard)).isEqualTo("2");
        }
    }

    @Test
    void listenerThatIsBusy_hearsTheLastOnly() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch isIn = new CountDownLatch(1);
        try (ConfRegistration slow = listeners.add("a", change -> {
            isIn.countDown();
            busy.await();
            heard.add(change.json());
        })) {
            assertThat(slow).isNotNull();
            deliver("a", "0");
            isIn.await();
            IntStream.rangeClosed(1, 1000).forEach(i -> deliver("a", String.valueOf(i)));
            busy.countDown();
            assertThat(List.of(next(heard), next(heard))).containsExactly("0", "1000");
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> remarks.size() == 1001);
            assertThat(remarks)
                    .filteredOn(remark -> remark.startsWith("superseded"))
                    .hasSize(999);
        }
    }

    @Test
    void listenerThatThrowsAnything_hearsOfTheNextChange() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        try (ConfRegistration bad = listeners.add("a", change -> {
            switch (calls.incrementAndGet()) {
                case 1 -> throw new OutOfMemoryError("of the application's");
                case 2 -> throw new UnspeakableException();
                default -> heard.add(change.json());
            }
        })) {
            assertThat(bad).isNotNull();
            deliver("a", "1");
            assertThat(next(remarks)).startsWith("failed: the listener threw java.lang.OutOfMemoryError");
            deliver("a", "2");
            assertThat(next(remarks)).endsWith("UnspeakableException");
            deliver("a", "3");
            assertThat(next(heard)).isEqualTo("3");
        }
    }

    private static final class UnspeakableException extends Exception {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no text");
        }
    }

    @Test
    void listener_hasTheContextClassLoaderOfWhoRegisteredIt() throws InterruptedException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader own = new ClassLoader(before) {};
        Thread.currentThread().setContextClassLoader(own);
        try (ConfRegistration one = listeners.add(
                "a", change -> heard.add("own " + (Thread.currentThread().getContextClassLoader() == own)))) {
            assertThat(one).isNotNull();
            deliver("a", "1");
            assertThat(next(heard)).isEqualTo("own true");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    /** A topic in which names come and go must not fill the memory of a process whose listener hangs, or does not. */
    @Test
    void configsThatAreGone_areForgotten() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        try (ConfRegistration all = listeners.add(null, change -> {
            busy.await();
            heard.add(change.name() + change.json());
        })) {
            deliver("first", "1");
            for (int i = 0; i < 1000; i++) {
                deliver("c" + i, "1");
                deliver("c" + i, null);
            }
            assertThat(all.held()).isLessThan(5);
            busy.countDown();
            assertThat(next(heard)).isEqualTo("first1");
            deliver("first", null);
            assertThat(next(heard)).isEqualTo("firstnull");
            deliver("last", "1");
            deliver("last", null);
            Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> remarks.size() == 2004);
            assertThat(all.held()).isZero();
        }
    }

    @Test
    void sameValueAgain_isNotTold() throws InterruptedException {
        try (ConfRegistration one = listeners.add("a", change -> heard.add(String.valueOf(change.json())))) {
            assertThat(one).isNotNull();
            deliver("a", null);
            deliver("a", "1");
            assertThat(next(heard)).isEqualTo("1");
            deliver("a", "1");
            deliver("a", "2");
            assertThat(next(heard)).isEqualTo("2");
        }
    }
}
