package io.github.loglane.conf;

/**
 * Hears of the application's own settings.
 *
 * <p>Each registration has a thread of its own, which calls it for one change at a time; of changes of one config that come
 * while it is busy only the last one is told.
 */
@FunctionalInterface
public interface ConfListener {

    /**
     * A value is in force, or none is any more.
     *
     * @throws Exception where it cannot be used: it is reported, and answered as rejected
     */
    void onChange(ConfChange change) throws Exception;
}
