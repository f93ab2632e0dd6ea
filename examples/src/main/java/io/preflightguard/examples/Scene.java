package io.preflightguard.examples;

/** One scene of the demo. */
interface Scene {

    /** What happens, in one line. */
    String title();

    /**
     * Plays the scene.
     *
     * @throws SceneFailedException if it does not end as it should
     */
    void play(Stage stage);
}
