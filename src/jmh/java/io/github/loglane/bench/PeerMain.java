package io.github.loglane.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.loglane.testkit.WorkerMain;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;

/**
 * One system under load in a JVM of its own. Does what the lines from {@link PeerProcess} say, and answers each with one
 * line: {@code run <events> <per second>}, {@code timeline <events> <per second> <slot ms>}, {@code cpu}, {@code stop}.
 */
final class PeerMain {

    private PeerMain() {}

    /** Peer, bootstrap servers, topic, threads. */
    public static void main(String[] args) throws InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        boolean over = false;
        Path journals = Path.of(System.getProperty("java.io.tmpdir")); // which goes with the process
        try (Sink sink = Peer.valueOf(args[0]).open(args[1], args[2], journals)) {
            Load load = new Load(sink, Integer.parseInt(args[3]));
            for (int n = 1; !over; n++) {
                String[] command = WorkerMain.nextLine().split(" ");
                String answer = switch (command[0]) {
                    case "run" ->
                        load.run(Integer.parseInt(command[1]), Integer.parseInt(command[2]))
                                .line();
                    case "timeline" ->
                        new TimedLoad(sink)
                                .run(
                                        Integer.parseInt(command[1]),
                                        Integer.parseInt(command[2]),
                                        Integer.parseInt(command[3]))
                                .line();
                    case "cpu" -> Long.toString(system.getProcessCpuTime());
                    default -> "bye";
                };
                over = "stop".equals(command[0]);
                System.out.println(PeerProcess.ANSWER + n + ' ' + answer);
            }
        }
        System.exit(0);
    }
}
