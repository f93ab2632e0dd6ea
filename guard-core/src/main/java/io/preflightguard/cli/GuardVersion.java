package io.preflightguard.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar states. */
final class GuardVersion implements IVersionProvider {

    GuardVersion() {}

    @Override
    public String[] getVersion() {
        String version = GuardVersion.class.getPackage().getImplementationVersion();
        return new String[] {"guard " + (version == null ? "(not from a jar)" : version)};
    }
}
