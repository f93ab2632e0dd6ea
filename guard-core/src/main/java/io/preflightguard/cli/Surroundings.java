package io.preflightguard.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Map;

/**
 * What the command line takes from the process it runs in.
 *
 * @param directory what relative paths are relative to
 * @param environment for {@code ${env:NAME}} in a configuration file
 * @param today for the expiry of accepted findings, in UTC
 */
record Surroundings(
        Path directory, Map<String, String> environment, LocalDate today, PrintWriter out, PrintWriter err) {}
