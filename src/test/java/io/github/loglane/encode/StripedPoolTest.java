package io.github.loglane.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

final class StripedPoolTest {

    @Test
    void buffer_isUsedAgainEmpty() {
        StripedPool<RecordBuffer> buffers = new StripedPool<>(() -> new RecordBuffer(1 << 20));
        RecordBuffer buffer = buffers.take();
        buffer.put((byte) 1);
        buffer.clear();
        buffers.give(buffer);
        assertThat(buffers.take()).isSameAs(buffer);
        assertThat(buffers.take()).isNotSameAs(buffer);
    }

    @Test
    void largeBuffer_isNotWorthKeeping() {
        RecordBuffer buffer = new RecordBuffer(1 << 20);
        assertThat(buffer.isWorthKeeping()).isTrue();
        buffer.ensure((64 << 10) + 1);
        assertThat(buffer.isWorthKeeping()).isFalse();
    }

    @Test
    void pool_isBounded() {
        StripedPool<RecordBuffer> buffers = new StripedPool<>(() -> new RecordBuffer(1 << 20));
        Set<RecordBuffer> given = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < buffers.capacity() + 10; i++) {
            RecordBuffer buffer = new RecordBuffer(1 << 20);
            given.add(buffer);
            buffers.give(buffer);
        }
        int kept = 0;
        while (given.contains(buffers.take())) {
            kept++;
        }
        assertThat(kept).isEqualTo(buffers.capacity());
    }

    @Test
    void buffer_isOneThreadsAtATime() throws InterruptedException {
        StripedPool<RecordBuffer> buffers = new StripedPool<>(() -> new RecordBuffer(1 << 20));
        Set<RecordBuffer> taken = ConcurrentHashMap.newKeySet();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            byte mark = (byte) i;
            threads.add(new Thread(() -> {
                try {
                    for (int round = 0; round < 20_000; round++) {
                        useOnce(buffers, taken, mark);
                    }
                } catch (Throwable thrown) {
                    failure.set(thrown);
                }
            }));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(failure.get()).isNull();
    }

    private static void useOnce(StripedPool<RecordBuffer> buffers, Set<RecordBuffer> taken, byte mark) {
        RecordBuffer buffer = buffers.take();
        assertThat(taken.add(buffer)).isTrue();
        assertThat(buffer.length()).isZero();
        for (int i = 0; i < 10; i++) {
            buffer.put(mark);
        }
        for (int i = 0; i < 10; i++) {
            if (buffer.array()[i] != mark) {
                throw new AssertionError("expecting: " + mark + ", found: " + buffer.array()[i]);
            }
        }
        taken.remove(buffer);
        buffer.clear();
        buffers.give(buffer);
    }
}
