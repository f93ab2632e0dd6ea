package io.preflightguard.upsert;

import io.preflightguard.Remedy;
import java.util.List;

/**
 * What to do about a finding.
 *
 * @param suggestion one line to paste
 * @param remedies the same as data; empty where it takes more than one option, none helps, or the job itself must set it
 */
record Advice(String suggestion, List<Remedy> remedies) {

    Advice {
        remedies = List.copyOf(remedies);
    }

    /** Something the guard cannot do itself. */
    static Advice toDo(String suggestion) {
        return new Advice(suggestion, List.of());
    }

    /** One write option. */
    static Advice option(String key, String value) {
        return new Advice("Set " + key + "=" + value + ".", List.of(new Remedy.SetWriteOption(key, value)));
    }
}
