package io.github.loglane.encode;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NameCacheTest {

    private static final int LIMIT = 1024;

    private final NameCache names = new NameCache();
    private final RecordBuffer out = new RecordBuffer(LIMIT);

    private void see(String name) {
        int from = out.length();
        out.put(('"' + name + '"').getBytes(StandardCharsets.UTF_8));
        names.seen(name, out, from);
    }

    private String put(String name, int limit) {
        out.clear();
        return names.put(name, out, limit) ? new String(out.array(), 0, out.length(), StandardCharsets.UTF_8) : null;
    }

    @Test
    void name_isKnownAtItsSecondSight() {
        assertThat(put("com.acme.Shop", LIMIT)).isNull();
        see("com.acme.Shop");
        assertThat(put("com.acme.Shop", LIMIT)).isNull();
        see("com.acme.Shop");
        assertThat(put("com.acme.Shop", LIMIT)).isEqualTo("\"com.acme.Shop\"");
    }

    @Test
    void another_takesItsPlaceAndIsNotTakenForIt() {
        String name = "Aa";
        String sameHash = "BB";
        assertThat(name.hashCode()).isEqualTo(sameHash.hashCode());
        see(name);
        see(name);
        assertThat(put(sameHash, LIMIT)).isNull();
        see(sameHash);
        assertThat(put(name, LIMIT)).isNull();
        assertThat(put(sameHash, LIMIT)).isNull();
        see(sameHash);
        assertThat(put(sameHash, LIMIT)).isEqualTo("\"BB\"");
    }

    @Test
    void whatDoesNotFit_isLeftToTheCaller() {
        see("com.acme.Shop");
        see("com.acme.Shop");
        assertThat(put("com.acme.Shop", 14)).isNull();
        assertThat(out.length()).isZero();
        assertThat(put("com.acme.Shop", 15)).isNotNull();
    }

    @Test
    void longName_isNotKept() {
        String name = "n".repeat(127);
        see(name);
        see(name);
        assertThat(put(name, LIMIT)).isNull();
    }
}
