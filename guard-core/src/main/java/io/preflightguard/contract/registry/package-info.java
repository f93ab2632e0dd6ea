/** Contracts in a schema registry that speaks Confluent's REST API. */
@NullMarked
package io.preflightguard.contract.registry;

import org.jspecify.annotations.NullMarked;
