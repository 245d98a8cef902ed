/**
 * Turns an event into the body of a record; depends on the JDK only.
 *
 * <ul>
 *   <li>{@link io.github.loglane.encode.EventView}: the port that a front implements: the encoder asks, the event answers.
 *   <li>{@link io.github.loglane.encode.Encoder}: makes a body of an event.
 *   <li>{@link io.github.loglane.encode.JsonEncoder}: the default one, told once by {@link
 *       io.github.loglane.encode.EncoderSettings}.
 *   <li>{@link io.github.loglane.encode.NestedEncoder}: a framework's own layout as an encoder, with {@code BodyBounds} and
 *       {@code StubView}.
 *   <li>{@link io.github.loglane.encode.Redactor}: which names look secret, and what is masked.
 *   <li>{@link io.github.loglane.encode.Worker}: a worker's id: an integer, a text, or none.
 *   <li>{@link io.github.loglane.encode.RecordBuffer}: the bytes being written, bounded; pooled by {@link
 *       io.github.loglane.encode.StripedPool}.
 *   <li>{@link io.github.loglane.encode.JsonObjectCheck}: whether bytes are one JSON object that can be stamped.
 *   <li>{@code ContextPass}, {@code RequestValue}, {@code StackTraceText}: the parts of a body that need more than a line.
 *   <li>{@code JsonText}, {@code MemberList}, {@code Utf8}: strings and objects within a bound.
 * </ul>
 */
package io.github.loglane.encode;
