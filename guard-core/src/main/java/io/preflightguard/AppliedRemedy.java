package io.preflightguard;

import java.util.Objects;

/** A remedy that the guard applied before the write, and the finding it answers. */
public record AppliedRemedy(Finding finding, Remedy remedy) {

    public AppliedRemedy {
        Objects.requireNonNull(finding, "finding");
        Objects.requireNonNull(remedy, "remedy");
    }
}
