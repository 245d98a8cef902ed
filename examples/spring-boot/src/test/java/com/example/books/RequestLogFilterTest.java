package com.example.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestLogFilterTest {

    private final Map<String, String> during = new HashMap<>();
    private final MockHttpServletRequest request = new MockHttpServletRequest("GET", "/books/17");
    private final FilterChain chain = (called, response) -> during.putAll(MDC.getCopyOfContextMap());

    @BeforeEach
    void fill() {
        request.setQueryString("token=my-secret&page=2");
        request.addHeader("X-Request-Id", "r1");
        request.addHeader("User-Agent", "test");
        request.addHeader("X-Forwarded-For", "10.0.0.1");
        request.setRemoteAddr("192.0.2.7");
        MDC.put("user", "ann");
    }

    @AfterEach
    void clear() {
        MDC.clear();
    }

    @Test
    void request_isInTheMdcWhileItIsHandled() throws Exception {
        filter(chain);
        assertThat(during)
                .isEqualTo(Map.of(
                        "user", "ann",
                        "request.id", "r1",
                        "request.method", "GET",
                        "request.url", "/books/17?token=***&page=2",
                        "request.remoteAddr", "192.0.2.7",
                        "request.userAgent", "test"));
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "ann"));
    }

    @Test
    void requestThatFails_leavesNothingBehind() {
        assertThatThrownBy(() -> filter((called, response) -> {
                    throw new ServletException("broken");
                }))
                .hasMessage("broken");
        assertThat(MDC.getCopyOfContextMap()).isEqualTo(Map.of("user", "ann"));
    }

    @Test
    void errorPageAndAnswerOfAnotherThread_areOfTheSameRequest() throws Exception {
        filter(chain);
        Map<String, String> first = Map.copyOf(during);
        for (DispatcherType type : new DispatcherType[] {DispatcherType.ASYNC, DispatcherType.ERROR}) {
            during.clear();
            request.setDispatcherType(type);
            request.setRequestURI("/error");
            filter(chain);
            assertThat(during).as(type.name()).isEqualTo(first);
        }
    }

    @Test
    void whatAClientSends_isNotTakenAtAnyLength() throws Exception {
        request.removeHeader("X-Request-Id");
        request.addHeader("X-Request-Id", "i".repeat(10_000));
        request.removeHeader("User-Agent");
        request.addHeader("User-Agent", "u".repeat(10_000));
        request.setMethod("M".repeat(10_000));
        request.setQueryString("q".repeat(10_000));
        filter(chain);
        assertThat(during)
                .containsKey("request.url")
                .allSatisfy((key, value) -> assertThat(value).hasSizeLessThanOrEqualTo(1025));
        assertThat(during.get("request.id")).hasSize(256);
    }

    @Test
    void requestWithoutAnId_getsOne() throws Exception {
        request.removeHeader("X-Request-Id");
        request.removeHeader("User-Agent");
        filter(chain);
        assertThat(during.get("request.id")).hasSize(36);
        assertThat(during).doesNotContainKey("request.userAgent");
    }

    private void filter(FilterChain through) throws Exception {
        new RequestLogFilter().doFilter(request, new MockHttpServletResponse(), through);
    }
}
