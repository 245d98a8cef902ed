package io.github.loglane.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Certificates that the JDK's keytool makes: one for a broker at 127.0.0.1, which vouches for itself, and a stranger's. */
public final class Certificates {

    private static final String PASSWORD = "changeit-store";

    private final Path dir;

    /** @param dir an empty directory */
    public Certificates(Path dir) {
        this.dir = dir;
        make("broker");
        make("stranger");
    }

    private void make(String name) {
        keytool(
                "-genkeypair",
                "-alias",
                name,
                "-dname",
                "CN=" + name,
                "-ext",
                "san=ip:127.0.0.1,dns:localhost",
                "-keyalg",
                "EC",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store(name).toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                name,
                "-keystore",
                store(name).toString(),
                "-file",
                pem(name).toString());
    }

    private void keytool(String... words) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(words));
        command.addAll(List.of("-storepass", PASSWORD));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .directory(dir.toFile())
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool " + words[0] + ": " + printed);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Path store(String name) {
        return dir.resolve(name + ".p12");
    }

    private Path pem(String name) {
        return dir.resolve(name + ".pem");
    }

    /** What a client trusts that is to trust the broker: PEM. */
    public Path trusted() {
        return pem("broker");
    }

    /** What a client trusts that is not to trust the broker: PEM. */
    public Path stranger() {
        return pem("stranger");
    }

    /** The broker's key and certificate: PKCS12. */
    Path brokerStore() {
        return store("broker");
    }

    String password() {
        return PASSWORD;
    }
}
