package io.preflightguard.hudi.table;

import java.util.HashMap;
import java.util.Map;
import org.apache.hudi.common.config.DFSPropertiesConfiguration;

/** What {@code hudi-defaults.conf} says for every write on this machine. */
public final class SiteOptions {

    private SiteOptions() {}

    /**
     * The options as Hudi takes them: those of {@code hudi-defaults.conf}, and over them those of the write.
     *
     * @param options the options of the write
     */
    public static Map<String, String> under(Map<String, String> options) {
        Map<String, String> all = new HashMap<>();
        try {
            DFSPropertiesConfiguration.getGlobalProps()
                    .forEach((key, value) -> all.put(String.valueOf(key), String.valueOf(value)));
        } catch (RuntimeException | LinkageError unread) { // Hudi's own write will say it
            all.clear();
        }
        all.putAll(options);
        return all;
    }
}
