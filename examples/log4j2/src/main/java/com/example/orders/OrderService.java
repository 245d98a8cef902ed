package com.example.orders;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.Logger;

/** A small HTTP service that logs: {@code GET /orders/17} shows an order. */
public final class OrderService implements AutoCloseable {

    private static final Logger LOG = LogManager.getLogger(OrderService.class);
    private static final int THREADS = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpServer server;

    /** @param port 0 for any free one */
    public OrderService(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/orders/", OrderService::showOrder).getFilters().add(new RequestContext());
        server.setExecutor(threads);
        server.start();
        LOG.info("listening on port {}", port());
    }

    /** Arguments: the port, 8080 where there is none. */
    public static void main(String[] args) throws IOException {
        OrderService service = new OrderService(args.length == 0 ? 8080 : Integer.parseInt(args[0]));
        Runtime.getRuntime().addShutdownHook(new Thread(service::close));
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdown();
    }

    private static void showOrder(HttpExchange exchange) throws IOException {
        String number = exchange.getRequestURI().getPath().substring("/orders/".length());
        if (number.matches("\\d{1,9}")) {
            LOG.info("order {} shown", number);
            answer(exchange, 200, "order " + number + "\n");
        } else {
            LOG.warn("no order {}", number);
            answer(exchange, 404, "no such order\n");
        }
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        try (OutputStream body = exchange.getResponseBody()) {
            body.write(bytes);
        }
    }
}
