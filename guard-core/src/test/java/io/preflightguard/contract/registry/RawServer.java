package io.preflightguard.contract.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A server on loopback that misbehaves as it is told. */
final class RawServer implements AutoCloseable {

    private final ServerSocket socket;
    private final Behaviour behaviour;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch hungUp = new CountDownLatch(1);

    /** What is done after the request's head has been read. The connection is closed afterwards. */
    interface Behaviour {
        void answer(InputStream request, OutputStream response) throws IOException, InterruptedException;
    }

    RawServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, "raw-server");
        thread.setDaemon(true);
        thread.start();
    }

    static void write(OutputStream response, String text) throws IOException {
        response.write(text.getBytes(StandardCharsets.ISO_8859_1));
        response.flush();
    }

    String url() {
        return "http://localhost:" + socket.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    /** Whether the client closed a connection before its answer was complete. */
    boolean wasHungUpOn() throws InterruptedException {
        return hungUp.await(5, TimeUnit.SECONDS);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                connections.incrementAndGet();
                Thread thread = new Thread(() -> serve(connection), "raw-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream request = connection.getInputStream();
            int lineEnds = 0;
            while (lineEnds < 4) {
                int next = request.read();
                if (next < 0) {
                    return;
                }
                lineEnds = next == '\r' || next == '\n' ? lineEnds + 1 : 0;
            }
            behaviour.answer(request, connection.getOutputStream());
        } catch (IOException | InterruptedException gone) {
            hungUp.countDown();
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }
}
