package io.preflightguard.sizing;

import io.preflightguard.Finding;
import io.preflightguard.Outcome;
import io.preflightguard.Unit;
import java.util.List;
import java.util.Optional;

/**
 * Why a check cannot say that nothing spills though nothing tells that something does.
 *
 * @param explanation what is taken for granted, and what if it is not so
 * @param wayOut what would leave more room, or tell more
 */
record Doubt(String explanation, String wayOut) {

    private static final String WATCH = ", or watch spill in Spark's own metrics.";

    static Optional<Doubt> of(Sizes sizes, Fleet fleet) {
        TaskSizes tasks = sizes.tasks();
        ShuffleShape shape = sizes.shape();
        AdaptiveShuffle adaptive = sizes.conditions().adaptive();
        if (!tasks.assumption().isEmpty()
                && sizes.conceivableSpill(shape.partitions(), adaptive, tasks, fleet)
                        .isPossible()) {
            return Optional.of(new Doubt(
                    tasks.assumption() + ": if a task holds " + Unit.RATIO.format(tasks.conceivable()) + " the mean"
                            + (adaptive.enabled() ? ", or its rows compress twice as well, it spills" : ", it spills"),
                    (shape.isInPlace()
                                    ? "Repartition the input"
                                    : "Make more partitions, and smaller ones if Spark merges them")
                            + WATCH));
        }
        TaskSizes writers = sizes.conditions().writers();
        return sizes.conceivableWriterSpill(fleet).isPossible()
                        && !sizes.writerSpill(fleet).isPossible()
                ? Optional.of(new Doubt(
                        "of the tasks that write the shuffle, " + writers.assumption() + ": if one has "
                                + Unit.RATIO.format(writers.conceivable()) + " the mean, it spills",
                        "Repartition the input" + WATCH))
                : Optional.empty();
    }

    /** @param notes what was found besides, which is told with it */
    Outcome.Skipped outcome(List<Finding> notes) {
        StringBuilder text = new StringBuilder(explanation);
        notes.forEach(note -> text.append("; besides, ").append(note.message()));
        return new Outcome.Skipped(Outcome.SkipReason.NOT_PROVABLE, text.toString(), wayOut);
    }
}
