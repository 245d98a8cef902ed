package com.example.books;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CleanUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "token",
                "password",
                "key",
                "api_key",
                "X-Api-Key",
                "accessToken",
                "TOKEN_2",
                "user[password]",
                "user%5Bpassword%5D",
                "%74oken",
                "code",
                "access.token",
                "%zzpwd"
            })
    void secret_isNotInTheUrl(String name) {
        assertThat(CleanUrl.of("/books/17", "page=2&" + name + "=a;b=c/d?e&sort=up"))
                .isEqualTo("/books/17?page=2&" + name + "=***&sort=up");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page", "tokens_left", "author", "passage", "keyword", "%zz"})
    void allElse_isInTheUrl(String name) {
        assertThat(CleanUrl.of("/books", name + "=2&q=%20$1")).isEqualTo("/books?" + name + "=2&q=%20$1");
    }

    @ParameterizedTest
    @CsvSource({
        "/books;jsessionid=0A1B/17;page=2, /books;jsessionid=***/17;page=2",
        "/books/17, /books/17",
        "/books;token, /books;token"
    })
    void path_keepsWhatIsNoSecret(String path, String expected) {
        assertThat(CleanUrl.of(path, null)).isEqualTo(expected);
    }

    @Test
    void longUrl_isCutAndASecretThatIsCutIsNoneEither() {
        assertThat(CleanUrl.of("/" + "a".repeat(5000), null)).hasSize(1024);
        assertThat(CleanUrl.of("/" + "a".repeat(1000), "token=" + "b".repeat(5000)))
                .endsWith("?token=***");
        assertThat(CleanUrl.of("/" + "a".repeat(5000), "token=b")).doesNotContain("token");
    }
}
