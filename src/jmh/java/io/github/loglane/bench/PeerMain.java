package io.github.loglane.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.loglane.testkit.WorkerMain;
import java.lang.management.ManagementFactory;

/**
 * One system under load in a JVM of its own. Does what the lines from {@link PeerProcess} say, and answers each with one
 * line: {@code run <events> <per second>}, {@code cpu}, {@code stop}.
 */
final class PeerMain {

    private PeerMain() {}

    /** Peer, bootstrap servers, topic, threads. */
    public static void main(String[] args) throws InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        boolean over = false;
        try (Sink sink = Peer.valueOf(args[0]).open(args[1], args[2])) {
            Load load = new Load(sink, Integer.parseInt(args[3]));
            for (int n = 1; !over; n++) {
                String[] command = WorkerMain.nextLine().split(" ");
                String answer = switch (command[0]) {
                    case "run" ->
                        load.run(Integer.parseInt(command[1]), Integer.parseInt(command[2]))
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
