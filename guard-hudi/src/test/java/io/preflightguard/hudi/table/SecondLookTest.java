package io.preflightguard.hudi.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import org.junit.jupiter.api.Test;

/** What is broken for a moment only is not called damaged. */
class SecondLookTest {

    private static final Failures.Read<String> WHOLE = () -> "whole";

    @Test
    void whatIsWholeASecondLaterIsTaken() throws IOException {
        assertThat(SecondLook.at(broken(".hoodie/hoodie.properties"), WHOLE)).isEqualTo("whole");
    }

    @Test
    void whatIsStillBrokenIsDamaged() {
        assertThatThrownBy(() -> SecondLook.at(broken(".hoodie/001.commit"), broken(".hoodie/001.commit")))
                .isInstanceOf(DamagedTableException.class);
    }

    @Test
    void twoFilesBrokenInTurnAreAWriterAtWork() {
        assertThatThrownBy(() -> SecondLook.at(broken(".hoodie/001.commit"), broken(".hoodie/002.commit")))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(DamagedTableException.class)
                .hasMessageContaining("it was written to while it was read: first .hoodie/001.commit is empty, then"
                        + " .hoodie/002.commit is empty");
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> SecondLook.at(broken(".hoodie/001.commit"), WHOLE))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
    }

    private static Failures.Read<String> broken(String file) {
        return () -> {
            throw new DamagedTableException("s3://lake/orders", file, "is empty", null);
        };
    }
}
