package io.github.loglane.it;

import java.util.Arrays;
import java.util.List;

/** What a {@link LoggedLoad} did, in a form that can be printed and read back. */
record LoadResult(List<Integer> logged, long longestCallMs, long worstPauseMs, long startMs, long stopMs) {

    private static final String PREFIX = "result ";

    static LoadResult parse(List<String> lines) {
        String line =
                lines.stream().filter(l -> l.startsWith(PREFIX)).findFirst().orElseThrow();
        List<Long> numbers = Arrays.stream(line.substring(PREFIX.length()).split("\\D+"))
                .filter(word -> !word.isEmpty())
                .map(Long::valueOf)
                .toList();
        int workers = numbers.size() - 4;
        return new LoadResult(
                numbers.subList(0, workers).stream().map(Long::intValue).toList(),
                numbers.get(workers),
                numbers.get(workers + 1),
                numbers.get(workers + 2),
                numbers.get(workers + 3));
    }

    @Override
    public String toString() {
        return PREFIX + "logged " + logged + ", longest call " + longestCallMs + " ms, worst pause of an idle thread "
                + worstPauseMs + " ms, start " + startMs + " ms, stop " + stopMs + " ms";
    }
}
