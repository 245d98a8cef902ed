package io.github.loglane.testkit;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialDeletion;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AccessControlEntryFilter;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.ResourceNotFoundException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourcePatternFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.awaitility.Awaitility;

/** SCRAM users of a running broker and what they may do; every change has taken effect when its method returns. */
public final class BrokerAccess {

    static final String MECHANISM = "SCRAM-SHA-512";

    private static final int ITERATIONS = 4096;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final BrokerProcess broker;

    BrokerAccess(BrokerProcess broker) {
        this.broker = broker;
    }

    /** Adds the user or changes the password; connections that exist stay. */
    public void putUser(String user, String password) {
        ScramCredentialInfo info = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS);
        alter(new UserScramCredentialUpsertion(user, info, password));
        await(admin -> hasUser(admin, user));
    }

    /** New connections of the user fail from now on; those that exist stay. */
    public void removeUser(String user) {
        alter(new UserScramCredentialDeletion(user, ScramMechanism.SCRAM_SHA_512));
        await(admin -> !hasUser(admin, user));
    }

    /** Allows the user these operations on a topic. Without any rule a user may do nothing. */
    public void allow(String user, String topic, AclOperation... operations) {
        ResourcePattern resource = new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL);
        List<AclBinding> rules = Stream.of(operations)
                .map(operation -> new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW))
                .map(entry -> new AclBinding(resource, entry))
                .toList();
        await(admin -> {
            admin.createAcls(rules).all().get();
            return rulesOf(admin, user).containsAll(rules);
        });
    }

    /** Takes back one operation on a topic. */
    public void revoke(String user, String topic, AclOperation operation) {
        AclBindingFilter filter = new AclBindingFilter(
                new ResourcePatternFilter(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntryFilter("User:" + user, null, operation, AclPermissionType.ANY));
        await(admin -> {
            admin.deleteAcls(List.of(filter)).all().get();
            return admin.describeAcls(filter).values().get().isEmpty();
        });
    }

    /** Takes back all that the user was allowed. */
    public void revokeAll(String user) {
        await(admin -> {
            admin.deleteAcls(List.of(filter(user))).all().get();
            return rulesOf(admin, user).isEmpty();
        });
    }

    /** What a client of the SASL listener needs. */
    public Map<String, Object> clientConfig(String user, String password) {
        return Map.of(
                "bootstrap.servers",
                broker.saslBootstrapServers(),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                MECHANISM,
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
                        .formatted(user, password));
    }

    private void alter(UserScramCredentialAlteration alteration) {
        await(admin -> {
            admin.alterUserScramCredentials(List.of(alteration)).all().get();
            return true;
        });
    }

    private static boolean hasUser(Admin admin, String user) throws Exception {
        try {
            admin.describeUserScramCredentials(List.of(user)).description(user).get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ResourceNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    private static Collection<AclBinding> rulesOf(Admin admin, String user) throws Exception {
        return admin.describeAcls(filter(user)).values().get();
    }

    private static AclBindingFilter filter(String user) {
        return new AclBindingFilter(
                ResourcePatternFilter.ANY,
                new AccessControlEntryFilter("User:" + user, null, AclOperation.ANY, AclPermissionType.ANY));
    }

    private void await(Check check) {
        try (Admin admin = broker.admin()) {
            Callable<Boolean> condition = () -> check.holds(admin);
            Awaitility.await().atMost(TIMEOUT).pollDelay(Duration.ZERO).until(condition);
        }
    }

    private interface Check {
        boolean holds(Admin admin) throws Exception;
    }
}
