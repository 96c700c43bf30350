import { WrittenRecord } from '@opsledger/service-kit';

/** Characters from which on an answer is passed on as bytes. */
const LARGE = 100_000;

/**
 * An answer as JSON. A large one as bytes: until the client has read it, text stays in the heap, and up to three times its size
 * beside it. A few dozen such answers would be more than the process may have.
 */
export function jsonAnswer(result: unknown): string | Buffer {
  const text = result instanceof WrittenRecord ? result.text() : JSON.stringify(result);
  return text.length < LARGE ? text : Buffer.from(text);
}
