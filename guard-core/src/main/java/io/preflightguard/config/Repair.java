package io.preflightguard.config;

/** Whether the guard applies the remedies it knows before a guarded write. */
public enum Repair {
    /** Remedies are printed, not applied. The default. */
    OFF,
    /** Remedies that only touch this write are applied, and a finding they answer no longer blocks it. */
    APPLY
}
