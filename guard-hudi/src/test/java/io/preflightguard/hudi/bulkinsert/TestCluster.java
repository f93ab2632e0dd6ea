package io.preflightguard.hudi.bulkinsert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A standalone master and two workers of one core on hosts of their own, which are addresses of the loopback interface:
 * Spark runs the second copy of a task on another host only.
 */
final class TestCluster implements AutoCloseable {

    private static final List<String> HOSTS = List.of("127.0.0.2", "127.0.0.3");

    private final Path folder;
    private final int port;
    private final List<Process> processes = new ArrayList<>();

    /** @param folder an empty folder for what the processes write */
    TestCluster(Path folder) throws IOException {
        this.folder = folder;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            this.port = free.getLocalPort();
        }
        // What a worker takes for an installation of Spark: its executors get their classes from the driver's conf.
        Files.createDirectories(folder.resolve("home/jars"));
        Files.createFile(folder.resolve("home/RELEASE"));
        start("master", "org.apache.spark.deploy.master.Master", "--host", "127.0.0.1", "--port", "" + port);
        awaitMaster();
        for (String host : HOSTS) {
            start(
                    "worker-" + host,
                    "org.apache.spark.deploy.worker.Worker",
                    "--host",
                    host,
                    "--cores",
                    "1",
                    "--memory",
                    "1g",
                    "--work-dir",
                    folder.resolve("work-" + host).toString(),
                    master());
        }
    }

    String master() {
        return "spark://127.0.0.1:" + port;
    }

    /** What a JVM of Spark on Java 17 needs. */
    static List<String> javaOptions() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-") || option.startsWith("-XX:+Ignore"))
                .toList();
    }

    private void start(String name, String type, String... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(javaOptions());
        command.addAll(List.of("-Xmx512m", "-cp", System.getProperty("java.class.path"), type));
        command.addAll(List.of(arguments).subList(0, 2));
        command.addAll(List.of("--webui-port", "0"));
        command.addAll(List.of(arguments).subList(2, arguments.length));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.to(folder.resolve(name + ".log").toFile()));
        builder.environment().put("SPARK_HOME", folder.resolve("home").toString());
        builder.environment().put("SPARK_SCALA_VERSION", "2.12");
        processes.add(builder.start());
    }

    private void awaitMaster() throws IOException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < end) {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                Thread.onSpinWait();
            }
        }
        throw new IOException("the master did not start: " + logs());
    }

    /** What the processes and the executors wrote. */
    String logs() {
        try (Stream<Path> files = Files.walk(folder)) {
            StringBuilder logs = new StringBuilder();
            for (Path file : files.filter(file -> file.toString().endsWith(".log") || file.endsWith("stderr"))
                    .toList()) {
                logs.append(file).append('\n').append(Files.readString(file)).append('\n');
            }
            return logs.toString();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : processes) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        for (Process process : processes) {
            process.waitFor();
        }
    }
}
