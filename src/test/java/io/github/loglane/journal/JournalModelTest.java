package io.github.loglane.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Random sequences of what can happen to a journal, side by side with a {@link ModelRun simple model} of it: append, drop, read,
 * commit, force, write-back of single pages, stop, kill, power failure. The rings are a few KiB in up to four segments, so
 * that seams and wraps come all the time. A sequence that fails is shortened before it is told.
 *
 * <p>{@code -Dloglane.model.steps=1000000} for more, {@code -Dloglane.model.seed} for the same once more.
 */
class JournalModelTest {

    private static final int STEPS_PER_RUN = 250;
    private static final long STEPS = Long.getLong("loglane.model.steps", 100_000);
    private static final long SEED = Long.getLong("loglane.model.seed", System.nanoTime());

    private Path temporary;
    private int rings;

    @Test
    void journal_doesWhatTheModelDoes() throws Exception {
        Random random = new Random(SEED);
        temporary = SmallRing.fastDirectory();
        ModelRun.Tally tally = new ModelRun.Tally();
        for (long done = 0; done < STEPS; done += STEPS_PER_RUN) {
            long runSeed = random.nextLong();
            List<ModelRun.Step> steps = steps(new Random(runSeed));
            Throwable failure = failureOf(runSeed, steps, tally);
            if (failure != null) {
                List<ModelRun.Step> shortest = shorten(runSeed, steps);
                throw new AssertionError(
                        "seed " + SEED + ", run " + runSeed + ", " + shortest.size() + " steps: " + text(shortest),
                        failureOf(runSeed, shortest, tally));
            }
        }
        Files.delete(temporary);
        tally.check();
    }

    private static List<ModelRun.Step> steps(Random random) {
        List<ModelRun.Step> steps = new ArrayList<>();
        for (int i = 0; i < STEPS_PER_RUN; i++) {
            steps.add(new ModelRun.Step(ModelRun.Kind.any(random), random.nextLong()));
        }
        return steps;
    }

    private Throwable failureOf(long runSeed, List<ModelRun.Step> steps, ModelRun.Tally tally) throws Exception {
        SmallRing ring = ring(new Random(runSeed));
        try (ModelRun run = new ModelRun(ring, tally)) {
            for (ModelRun.Step step : steps) {
                run.step(step);
            }
            run.step(new ModelRun.Step(ModelRun.Kind.KILL, 0));
            return null;
        } catch (AssertionError | RuntimeException failed) {
            return failed;
        } finally {
            ring.delete();
        }
    }

    private SmallRing ring(Random random) throws Exception {
        Path directory = temporary.resolve("ring" + rings++);
        return new SmallRing(directory, 1 + random.nextInt(4), FileLayout.PAGE_BYTES << random.nextInt(2));
    }

    /** Leaves out whatever it can while the sequence goes on to fail: large pieces first. */
    private List<ModelRun.Step> shorten(long runSeed, List<ModelRun.Step> failing) throws Exception {
        List<ModelRun.Step> shortest = failing;
        for (int piece = failing.size() / 2; piece >= 1; piece /= 2) {
            for (int from = 0; from + piece <= shortest.size(); ) {
                List<ModelRun.Step> shorter = new ArrayList<>(shortest.subList(0, from));
                shorter.addAll(shortest.subList(from + piece, shortest.size()));
                boolean fails = failureOf(runSeed, shorter, new ModelRun.Tally()) != null;
                shortest = fails ? shorter : shortest;
                from += fails ? 0 : piece;
            }
        }
        return shortest;
    }

    private static String text(List<ModelRun.Step> steps) {
        return steps.stream().map(ModelRun.Step::toString).collect(Collectors.joining(" "));
    }
}
