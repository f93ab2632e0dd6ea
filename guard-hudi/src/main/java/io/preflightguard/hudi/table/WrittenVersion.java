package io.preflightguard.hudi.table;

import org.apache.hudi.common.table.HoodieTableVersion;

/** The table version that the running Hudi writes. */
public final class WrittenVersion {

    private WrittenVersion() {}

    /** 6 for Hudi 0.15.0, 8 for 1.0.2; 0 if it cannot be told. */
    public static int current() {
        try {
            return ofRunningHudi();
        } catch (LinkageError noHudi) {
            return 0;
        }
    }

    /** As {@link #current()}, but for a {@link LinkageError} where it cannot be told. */
    static int ofRunningHudi() {
        return HoodieTableVersion.current().versionCode();
    }
}
