package io.preflightguard.hudi.table;

import io.preflightguard.hudi.table.KeyFilters.Answer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Finds the file groups that have record keys, by the key filters in the footers of base files: what Hudi's Bloom index
 * does, on a few keys. A filter that has taken more keys than it was made for says yes to many that it has not: with
 * Hudi's defaults it stops growing at 120,000 keys and is wrong about one key in 25 of a file of 400,000. Such a filter
 * gives itself away on keys that nobody has, and the file's key column is read instead. Changes nothing.
 */
public final class KeyLookup {

    /** One footer each, about 430 KiB with Hudi's defaults. */
    private static final int MOST_FILES = 200;

    private static final int MOST_COLUMNS = 16;

    private static final int TASKS_PER_SLOT = 4;

    private final JavaSparkContext context;
    private final SerializableConfiguration hadoop;
    private final List<FileSliceState> slices;
    private final List<KeyFilters.File> files = new ArrayList<>();
    private final Map<String, String[]> asked = new HashMap<>();
    private final boolean everywhere;
    private final boolean moves;

    private KeyLookup(
            SparkSession spark,
            String table,
            List<FileSliceState> slices,
            Map<String, List<String>> keys,
            boolean everywhere,
            boolean moves) {
        Configuration conf = spark.sparkContext().hadoopConfiguration();
        this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        this.hadoop = new SerializableConfiguration(conf);
        this.slices = slices;
        this.everywhere = everywhere;
        this.moves = moves;
        slices.forEach(slice ->
                files.add(new KeyFilters.File(new Path(table, slice.baseFile()).toString(), slice.partitionPath())));
        keys.forEach((path, list) -> asked.put(path, list.toArray(String[]::new)));
    }

    /**
     * Looks keys up in one Spark job, and in a second one where filters are too full.
     *
     * @param table the table's base path
     * @param slices the latest slices to look into; those without a base file hold no key that an index finds
     * @param keys record keys by partition path
     * @param everywhere whether a key is looked up in every path, and not only in its own
     * @param moves whether a key that is found in another path than its own is moved, which makes two records of it
     * @return for each key, by path and then by key, the slice that has it; a key that none has is left out
     * @throws UnknownKeysException if a file has no filter, there are too many files, or a key is moved
     * @throws IOException if a footer cannot be read
     */
    public static Map<String, Map<String, FileSliceState>> fileGroups(
            SparkSession spark,
            String table,
            List<FileSliceState> slices,
            Map<String, List<String>> keys,
            boolean everywhere,
            boolean moves)
            throws IOException {
        List<FileSliceState> having = slices.stream()
                .filter(slice -> !slice.baseFile().isEmpty() && (everywhere || keys.containsKey(slice.partitionPath())))
                .toList();
        if (having.size() > MOST_FILES) {
            throw new UnknownKeysException(
                    "there are " + having.size() + " base files where these keys may be, more than the " + MOST_FILES
                            + " whose footers are read before a write");
        }
        return having.isEmpty() ? Map.of() : new KeyLookup(spark, table, having, keys, everywhere, moves).find();
    }

    private Map<String, Map<String, FileSliceState>> find() throws IOException {
        Map<String, Map<String, FileSliceState>> groups = new TreeMap<>();
        List<Integer> all = new ArrayList<>();
        for (int file = 0; file < files.size(); file++) {
            all.add(file);
        }
        TreeSet<Integer> full = new TreeSet<>();
        for (Answer answer : ask(all, false)) {
            if (answer.isFull()) {
                full.add(answer.file());
            } else {
                add(answer, groups);
            }
        }
        if (full.size() > MOST_COLUMNS) {
            throw new UnknownKeysException(
                    "the key filters of " + full.size() + " base files are too full to tell which"
                            + " keys are there, and the key columns of no more than " + MOST_COLUMNS
                            + " files are read before a write");
        }
        for (Answer answer : ask(new ArrayList<>(full), true)) {
            add(answer, groups);
        }
        return groups;
    }

    /** @param indexes not one of the JDK's immutable lists, which are closed to Kryo */
    private List<Answer> ask(List<Integer> indexes, boolean byColumn) {
        if (indexes.isEmpty()) {
            return List.of();
        }
        KeyFilters filters = new KeyFilters(hadoop, files, asked, everywhere, byColumn);
        return context
                .parallelize(indexes, Math.min(indexes.size(), context.defaultParallelism() * TASKS_PER_SLOT))
                .flatMap(filters)
                .collect()
                .stream()
                .map(Answer::parse)
                .toList();
    }

    private void add(Answer answer, Map<String, Map<String, FileSliceState>> groups) throws UnknownKeysException {
        if (answer.hasNoFilter()) {
            throw new UnknownKeysException(
                    "base file " + new Path(files.get(answer.file()).path()).getName()
                            + " has no key filter in its footer, so the keys in it are not known");
        }
        FileSliceState slice = slices.get(answer.file());
        if (moves && !slice.partitionPath().equals(answer.path())) {
            throw new UnknownKeysException("the write moves records to another partition path, which deletes them from"
                    + " one file group and inserts them elsewhere");
        }
        String[] inPath = asked.getOrDefault(answer.path(), new String[0]);
        groups.computeIfAbsent(answer.path(), unused -> new HashMap<>()).putIfAbsent(inPath[answer.key()], slice);
    }
}
