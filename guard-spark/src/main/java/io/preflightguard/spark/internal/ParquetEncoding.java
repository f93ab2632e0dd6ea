package io.preflightguard.spark.internal;

import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.types.StructType;

/** Encodes rows as Parquet as Spark does, to see how many bytes they take. Keeps and writes nothing. */
public final class ParquetEncoding {

    private final StructType schema;
    private final CompressionCodecName codec;

    /**
     * @param codec the name of a codec, such as {@code gzip}
     * @throws IllegalArgumentException if Parquet knows no such codec
     */
    public ParquetEncoding(StructType schema, String codec) {
        this.schema = schema;
        this.codec = CompressionCodecName.fromConf(codec);
    }

    /**
     * Bytes of these rows in one file, without what a file of no rows has.
     *
     * @param rows taken until they end; each is encoded before the next is asked for
     * @param mostPlain no row is taken once those before it have so many plain bytes
     */
    public Bytes bytes(Iterator<InternalRow> rows, long mostPlain) throws IOException {
        Bytes all = fileBytes(rows, mostPlain);
        Bytes none = fileBytes(Collections.emptyIterator(), mostPlain);
        return new Bytes(all.encoded - none.encoded, all.plain - none.plain);
    }

    /**
     * Bytes of these rows in one file, encoded and compressed, without what a file of no rows has: half the work of {@link
     * #bytes}.
     */
    public long encodedBytes(Iterator<InternalRow> rows) throws IOException {
        return encodedFileBytes(rows) - encodedFileBytes(Collections.emptyIterator());
    }

    private long encodedFileBytes(Iterator<InternalRow> rows) throws IOException {
        CountingFile file = new CountingFile();
        try (ParquetWriter<InternalRow> encoded =
                writer(file).withCompressionCodec(codec).build()) {
            while (rows.hasNext()) {
                encoded.write(rows.next());
            }
        }
        return file.bytes;
    }

    private Bytes fileBytes(Iterator<InternalRow> rows, long mostPlain) throws IOException {
        CountingFile encodedFile = new CountingFile();
        CountingFile plainFile = new CountingFile();
        try (ParquetWriter<InternalRow> encoded =
                        writer(encodedFile).withCompressionCodec(codec).build();
                ParquetWriter<InternalRow> plain = writer(plainFile)
                        .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                        .withDictionaryEncoding(false)
                        .build()) {
            while (plain.getDataSize() < mostPlain && rows.hasNext()) {
                InternalRow row = rows.next();
                encoded.write(row);
                plain.write(row);
            }
        }
        return new Bytes(encodedFile.bytes, plainFile.bytes);
    }

    private Builder writer(OutputFile file) {
        Configuration conf = new Configuration(false);
        // What ParquetWriteSupport asks for; Hudi's row writer sets the same.
        conf.set("spark.sql.parquet.writeLegacyFormat", "false");
        conf.set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
        conf.set("spark.sql.parquet.fieldId.write.enabled", "false");
        ParquetWriteSupport.setSchema(schema, conf);
        return new Builder(file).withConf(conf);
    }

    /**
     * What rows take.
     *
     * @param encoded bytes with dictionaries, compressed
     * @param plain bytes with neither
     */
    public record Bytes(long encoded, long plain) {}

    private static final class Builder extends ParquetWriter.Builder<InternalRow, Builder> {

        Builder(OutputFile file) {
            super(file);
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<InternalRow> getWriteSupport(Configuration conf) {
            return new ParquetWriteSupport();
        }
    }

    /** A file that forgets what is written to it. */
    private static final class CountingFile implements OutputFile {

        private long bytes;

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                @Override
                public long getPos() {
                    return bytes;
                }

                @Override
                public void write(int oneByte) {
                    bytes++;
                }

                @Override
                public void write(byte[] many, int offset, int length) {
                    bytes += length;
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
