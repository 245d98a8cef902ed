package com.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.ThreadContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestContextTest {

    private final CompletableFuture<Map<String, String>> during = new CompletableFuture<>();
    private final CompletableFuture<Map<String, String>> after = new CompletableFuture<>();
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HttpContext context = server.createContext("/", exchange -> {
            during.complete(ThreadContext.getImmutableContext());
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        context.getFilters().add(Filter.beforeHandler("logs in", exchange -> ThreadContext.put("user", "ann")));
        context.getFilters().add(Filter.afterHandler("looks", exchange -> after.complete(ThreadContext.getContext())));
        context.getFilters().add(new RequestContext());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void request_isInTheThreadContextWhileItIsHandled() throws Exception {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/a?b=c");
        HttpRequest request = HttpRequest.newBuilder(url)
                .header("X-Request-Id", "r1")
                .header("User-Agent", "test")
                .build();
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
        assertEquals(
                Map.of(
                        "user", "ann",
                        "request.id", "r1",
                        "request.method", "GET",
                        "request.url", "/a?b=c",
                        "request.remoteAddr", "127.0.0.1",
                        "request.userAgent", "test"),
                during.get(10, TimeUnit.SECONDS));
        assertEquals(Map.of("user", "ann"), after.get(10, TimeUnit.SECONDS));
    }
}
