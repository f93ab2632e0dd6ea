package io.preflightguard.hudi;

import io.preflightguard.PreflightReport;
import io.preflightguard.config.GuardConfig;
import io.preflightguard.hudi.write.HudiWrite;

/** A report, the configuration it was made with, and what the write's options came to. */
record Checked(PreflightReport report, GuardConfig config, HudiWrite write) {}
