package io.preflightguard.report;

import io.preflightguard.PredictionReview;
import java.util.ArrayList;
import java.util.List;

/** What was predicted beside what the write did, for a person. */
final class ReviewText {

    private ReviewText() {}

    /** Its lines below the findings. */
    static List<String> details(PredictionReview review) {
        List<String> lines = new ArrayList<>();
        review.comparisons().forEach(comparison -> lines.add(comparison.name() + ": " + comparison.render()));
        review.facts()
                .forEach(fact -> lines.add(fact.name() + ": " + fact.value().render()));
        review.notes().forEach(note -> lines.add("note: " + note));
        return lines;
    }
}
