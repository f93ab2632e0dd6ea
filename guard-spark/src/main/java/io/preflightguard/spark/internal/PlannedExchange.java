package io.preflightguard.spark.internal;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.spark.Partition;
import org.apache.spark.ShuffleDependency;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.PartitionPruningRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import org.apache.spark.sql.execution.ApplyColumnarRulesAndInsertTransitions;
import org.apache.spark.sql.execution.CollapseCodegenStages;
import org.apache.spark.sql.execution.FileSourceScanExec;
import org.apache.spark.sql.execution.SQLExecutionRDD;
import org.apache.spark.sql.execution.SparkPlan;
import org.apache.spark.sql.execution.UnsafeRowSerializer;
import org.apache.spark.sql.execution.adaptive.QueryStageExec;
import org.apache.spark.sql.execution.datasources.FilePartition;
import org.apache.spark.sql.execution.exchange.Exchange;
import org.apache.spark.sql.execution.exchange.ShuffleExchangeExec;
import org.apache.spark.sql.execution.exchange.ShuffleExchangeExec$;
import org.jspecify.annotations.Nullable;
import scala.collection.immutable.Map$;
import scala.collection.immutable.Nil$;
import scala.runtime.AbstractFunction1;

/** A shuffle in a physical plan that has not run. Not thread-safe. */
public final class PlannedExchange {

    private final ShuffleExchangeExec exchange;
    private final boolean isBare;
    private final @Nullable String obstacle;
    private @Nullable RDD<InternalRow> rows;

    /**
     * @param isBare whether the plan below is without what turns columns into rows, and without generated code
     * @param obstacle why its rows cannot be had without more than reading sources, or null
     */
    PlannedExchange(ShuffleExchangeExec exchange, boolean isBare, @Nullable String obstacle) {
        this.exchange = exchange;
        this.isBare = isBare;
        this.obstacle = obstacle;
    }

    /** How it deals rows out, as Spark's plan calls it. */
    public String name() {
        return exchange.outputPartitioning().getClass().getSimpleName().replaceFirst("\\$$", "");
    }

    /** Its reducers. */
    public int partitions() {
        return exchange.outputPartitioning().numPartitions();
    }

    /** Why its rows cannot be had without running more of the job; empty if they can. */
    public Optional<String> obstacle() {
        return Optional.ofNullable(obstacle);
    }

    /** Whether this exchange and another write the same, so that Spark runs only one. */
    boolean isSameAs(PlannedExchange other) {
        return exchange.canonicalized().equals(other.exchange.canonicalized());
    }

    /** Its map tasks. Runs broadcasts that lie below it, as the job will. */
    public int inputPartitions() {
        return rows().getNumPartitions();
    }

    /** The rows that its map tasks read, in the partitions they read them in. Not to be run: {@link #measure} does. */
    public JavaRDD<InternalRow> input() {
        return rows().toJavaRDD();
    }

    /** Whether all that lies below it are scans of plain Parquet files, but for what is broadcast. */
    public boolean readsParquet() {
        return readsParquet(exchange.child());
    }

    private static boolean readsParquet(TreeNode<?> node) {
        List<TreeNode<?>> children = PlanNodes.children(node);
        return children.isEmpty()
                ? node instanceof FileSourceScanExec scan && InputPlan.isParquet(scan.relation())
                : children.stream().allMatch(child -> isBroadcast(child) || readsParquet(child));
    }

    private static boolean isBroadcast(TreeNode<?> node) {
        return node.getClass().getSimpleName().startsWith("Broadcast")
                && (node instanceof Exchange || node instanceof QueryStageExec);
    }

    /** What each map task reads in bytes of files; all 1 where that is not known. */
    public double[] fileBytes() {
        Partition[] partitions = rows().partitions();
        boolean known = partitions.length > 0 && Arrays.stream(partitions).allMatch(FilePartition.class::isInstance);
        return Arrays.stream(partitions)
                .mapToDouble(partition -> known
                        // An empty bucket is a map task without any file.
                        ? Math.max(
                                1,
                                Arrays.stream(((FilePartition) partition).files())
                                        .mapToLong(file -> file.length())
                                        .sum())
                        : 1)
                .toArray();
    }

    /**
     * Runs some map tasks, each over all its rows, and weighs what they would write.
     *
     * @param chosen numbers of map tasks
     * @param codecs short names of codecs to weigh with
     * @return in the order of the numbers
     */
    public List<MapOutput> measure(int[] chosen, List<String> codecs, long seed) {
        int[] inOrder = Arrays.stream(chosen).sorted().toArray();
        Serializer serializer =
                new UnsafeRowSerializer(exchange.child().schema().length(), null);
        Set<Integer> wanted = Arrays.stream(inOrder).boxed().collect(Collectors.toSet());
        RDD<InternalRow> some =
                inOrder.length == inputPartitions() ? rows() : PartitionPruningRDD.create(rows(), new OneOf(wanted));
        List<byte[]> outputs = prepared(some, serializer)
                .rdd()
                .toJavaRDD()
                .mapPartitions(pairs -> new ExchangeMeasure(serializer, codecs, seed).call(pairs))
                .collect();
        List<MapOutput> measured = outputs.stream().map(ExchangeMeasure::read).toList();
        return Arrays.stream(chosen)
                .mapToObj(task -> measured.get(Arrays.binarySearch(inOrder, task)))
                .toList();
    }

    private RDD<InternalRow> rows() {
        RDD<InternalRow> known = rows;
        if (known == null) {
            SparkPlan child = isBare
                    ? new CollapseCodegenStages(new AtomicInteger()).apply(withTransitions(exchange.child()))
                    : exchange.child();
            known = new SQLExecutionRDD(child.execute(), child.conf());
            rows = known;
        }
        return known;
    }

    private static SparkPlan withTransitions(SparkPlan plan) {
        try {
            return ((ApplyColumnarRulesAndInsertTransitions)
                            ApplyColumnarRulesAndInsertTransitions.class.getConstructors()[0].newInstance(
                                    Nil$.MODULE$, false))
                    .apply(plan);
        } catch (ReflectiveOperationException unknownSpark) {
            throw new LinkageError("This Spark's columnar rules take other arguments", unknownSpark);
        }
    }

    /** Called by name: it takes Scala's {@code Seq}, which is another class in Scala 2.13. */
    @SuppressWarnings("unchecked")
    private ShuffleDependency<Object, InternalRow, InternalRow> prepared(
            RDD<InternalRow> input, Serializer serializer) {
        try {
            Object output = SparkPlan.class.getMethod("output").invoke(exchange.child());
            return (ShuffleDependency<Object, InternalRow, InternalRow>)
                    Arrays.stream(ShuffleExchangeExec$.class.getMethods())
                            .filter(method -> method.getName().equals("prepareShuffleDependency"))
                            .findFirst()
                            .orElseThrow(() -> new NoSuchMethodException("prepareShuffleDependency"))
                            .invoke(
                                    ShuffleExchangeExec$.MODULE$,
                                    input,
                                    output,
                                    exchange.outputPartitioning(),
                                    serializer,
                                    Map$.MODULE$.empty());
        } catch (InvocationTargetException failed) {
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("Spark could not prepare a shuffle", failed.getCause());
        } catch (ReflectiveOperationException unknownSpark) {
            throw new LinkageError("This Spark prepares shuffles in another way", unknownSpark);
        }
    }

    private static final class OneOf extends AbstractFunction1<Object, Object> implements Serializable {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // a set of boxed numbers
        private final Set<Integer> wanted;

        OneOf(Set<Integer> wanted) {
            this.wanted = Set.copyOf(wanted);
        }

        @Override
        public Object apply(Object number) {
            return wanted.contains((Integer) number);
        }
    }
}
