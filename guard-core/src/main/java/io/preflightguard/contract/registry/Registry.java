package io.preflightguard.contract.registry;

import java.io.IOException;

/** A registry that answers questions. */
@FunctionalInterface
interface Registry {

    /**
     * Asks for a resource.
     *
     * @throws NotFoundException if the registry says that it does not exist
     * @throws IOException if there is no answer in JSON, with a message that stands alone and holds no secret
     */
    Answer get(Resource resource) throws IOException;
}
