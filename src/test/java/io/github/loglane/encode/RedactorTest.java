package io.github.loglane.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RedactorTest {

    private static final Redactor REDACTOR = new Redactor(Redactor.DEFAULT_NAMES);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "password",
                "PASSWORD",
                "db.password",
                "userPassword",
                "PGPASSWORD",
                "password2",
                "passwordHash",
                "user[password]",
                "user%5Bpassword%5D",
                "passwd",
                "Authorization",
                "Proxy-Authorization",
                "cookie",
                "Set-Cookie",
                "api_key",
                "apikey",
                "apiKey",
                "X-API-Key",
                "api.key",
                "token",
                "access_token",
                "accesstoken",
                "csrfToken",
                "TOKEN_2",
                "client_secret",
                "secret",
                "AWS_SECRET_ACCESS_KEY",
                "private-key",
                "X-Amz-Signature",
            })
    void secretName_isKnown(String name) {
        assertThat(REDACTOR.isSecret(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "user",
                "tokenizer",
                "maxTokens",
                "max_tokens",
                "secretary",
                "author",
                "authority",
                "key",
                "apik",
                "pass",
                "passage",
                "cookies",
                "monkey",
                "compass",
                "to",
                "ken"
            })
    void otherName_isNone(String name) {
        assertThat(REDACTOR.isSecret(name)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    https://h/p?token=abc&x=1             | https://h/p?token=***&x=1
                    https://h/p?x=1&TOKEN=abc             | https://h/p?x=1&TOKEN=***
                    https://h/p?x=1&api-key=a#top         | https://h/p?x=1&api-key=***#top
                    https://h/#access_token=abc&x=1       | https://h/#access_token=***&x=1
                    GET /p?token=abc HTTP/1.1             | GET /p?token=*** HTTP/1.1
                    token=abc&password=def                | token=***&password=***
                    /p?token=abc==&x                      | /p?token=***&x
                    /p?token=a;b,c)&x=1                   | /p?token=***&x=1
                    /p?user[password]=x                   | /p?user[password]=***
                    see "https://h/?secret=s" there       | see "https://h/?secret=***" there
                    a password="x y" b                    | a password=*** b
                    a password='x y                       | a password=***
                    /p?token=                             | /p?token=
                    /p?token=&x=1                         | /p?token=&x=1
                    /p?max_tokens=5&x=1                   | /p?max_tokens=5&x=1
                    a=b=token=c=d                         | a=b=token=***
                    ===                                   | ===
                    /p?t\u00f6ken=1&token=\u00e9\ud83d\ude00 | /p?t\u00f6ken=1&token=***
                    """)
    void value_isMasked(String text, String cleaned) {
        assertThat(REDACTOR.clean(text)).isEqualTo(cleaned);
    }

    @Test
    void textWithoutSecret_isReturnedAsItIs() {
        String text = "https://h/p?x=1&y=2";
        assertThat(REDACTOR.clean(text)).isSameAs(text);
    }

    @Test
    void longText_isCleanedInLinearTime() {
        String text = "a".repeat(1 << 20) + "=".repeat(1 << 20) + "token=x&".repeat(1 << 17);
        assertThat(REDACTOR.clean(text)).hasSize((1 << 21) + (10 << 17)).endsWith("token=***&");
    }

    @Test
    void names_areConfigurable() {
        Redactor redactor = new Redactor(Set.of("P-I-N", "\u043f\u0430\u0440\u043e\u043b\u044c"));
        assertThat(redactor.isSecret("card.pin")).isTrue();
        assertThat(redactor.isSecret("\u041f\u0410\u0420\u041e\u041b\u042c")).isTrue();
        assertThat(redactor.isSecret("password")).isFalse();
        assertThat(new Redactor(Set.of()).isSecret("password")).isFalse();
        assertThatThrownBy(() -> new Redactor(Set.of("--"))).hasMessageContaining("expecting: ");
    }
}
