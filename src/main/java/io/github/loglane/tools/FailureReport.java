package io.github.loglane.tools;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what stopped a command into one line and an exit code. */
final class FailureReport implements IExecutionExceptionHandler {

    /** The command could not do its work. */
    static final int NOT_DONE = 4;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        ConnectionOptions connection =
                command.getCommand() instanceof Connected connected ? connected.connection() : new ConnectionOptions();
        PrintWriter err = command.getErr();
        err.println(connection.redact(line(failure, connection).replaceAll("\\s*\\R\\s*", " ")));
        if (connection.isVerbose()) {
            StringWriter trace = new StringWriter();
            failure.printStackTrace(new PrintWriter(trace));
            err.print(connection.redact(trace.toString()));
        }
        err.flush();
        return failure instanceof UsageFailure ? ExitCode.USAGE : NOT_DONE;
    }

    private static String line(Throwable failure, ConnectionOptions connection) {
        if (failure instanceof ToolFailure || failure instanceof UsageFailure) {
            return failure.getMessage();
        }
        if (failure instanceof ExecutionException && failure.getCause() != null) {
            return line(failure.getCause(), connection);
        }
        String found = ", found: " + innermost(failure);
        if (failure instanceof TimeoutException) {
            return "expecting: an answer of " + servers(connection) + " within " + connection.timeoutSeconds() + " s"
                    + found;
        }
        if (failure instanceof SslAuthenticationException) {
            return "expecting: a certificate of " + servers(connection)
                    + " that the trust store of --command-config vouches for, and that names the host" + found;
        }
        if (failure instanceof AuthenticationException) {
            return "expecting: credentials that " + servers(connection) + " accepts" + found;
        }
        if (failure instanceof TopicAuthorizationException denied
                && !denied.unauthorizedTopics().isEmpty()) {
            // only consumers get here: TopicAdmin says itself what it needs
            return Rights.expecting("Read", String.join(", ", denied.unauthorizedTopics())) + found;
        }
        if (failure instanceof AuthorizationException) {
            return "expecting: permission to read, and for what changes something, to write or create" + found;
        }
        if (failure instanceof KafkaException) {
            return "expecting: a Kafka client for " + servers(connection) + found;
        }
        return "expecting: no such failure" + found + " (a fault of loglane-tools; --verbose shows where)";
    }

    private static Object servers(ConnectionOptions connection) {
        return connection.clientConfig().get("bootstrap.servers");
    }

    /** The cause that started it; where that has no message, the first one that has. */
    private static String innermost(Throwable failure) {
        String text = failure.toString();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getMessage() != null) {
                text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
            }
        }
        return text;
    }
}
