package io.preflightguard.spark;

import io.preflightguard.contract.Contract;
import io.preflightguard.contract.ContractSource;
import io.preflightguard.contract.ContractVersion;
import io.preflightguard.contract.History;
import io.preflightguard.contract.SchemaContract;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Contracts on the file systems that Spark reads. */
public final class SparkContracts {

    private SparkContracts() {}

    /**
     * A contract in a file.
     *
     * @param location a path on this machine, or a URI such as {@code s3://bucket/flights.avsc} that Hadoop can open
     */
    public static SchemaContract file(String location, Configuration hadoop) {
        return location.contains("://")
                ? new SchemaContract(location, new HadoopFile(location, hadoop))
                : SchemaContract.file(location);
    }

    private record HadoopFile(String location, Configuration hadoop) implements ContractSource {

        @Override
        public Contract load(History history) throws IOException {
            Path file = new Path(URI.create(location));
            try (InputStream stream = file.getFileSystem(hadoop).open(file)) {
                return Contract.of(
                        new ContractVersion(location, new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
            } catch (FileNotFoundException missing) {
                throw new IOException("contract file " + location + " does not exist", missing);
            } catch (IOException unreadable) {
                throw new IOException(
                        "contract file " + location + " cannot be read: " + unreadable.getMessage(), unreadable);
            }
        }
    }
}
