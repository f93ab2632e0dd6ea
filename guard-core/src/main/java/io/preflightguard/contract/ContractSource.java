package io.preflightguard.contract;

import java.io.IOException;

/**
 * The one method to implement to bring contracts from somewhere else, such as a registry client of one's own. Does its
 * I/O when it is asked, not before. Implementations are thread-safe.
 */
@FunctionalInterface
public interface ContractSource {

    /**
     * Reads the contract.
     *
     * @param history how far back it is wanted
     * @throws IOException if it cannot be read, with a message that names the contract, holds no secret and stands alone
     */
    Contract load(History history) throws IOException;
}
