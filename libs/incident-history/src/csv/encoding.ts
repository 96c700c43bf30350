/** `windows-1252` is what programs mean when they say latin1; every byte is a character in it. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * UTF-16 if the bytes begin with its mark, UTF-8 if every byte of it is valid UTF-8, else windows-1252. Reads to the
 * first invalid byte.
 */
export async function encodingOf(bytes: AsyncIterable<Uint8Array>): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let marked: Encoding | undefined;
  for await (const chunk of withWholeMark(bytes)) {
    marked ??= markedAs(chunk);
    if (marked !== 'utf-8') return marked;
    if (!isValid(decoder, chunk)) return 'windows-1252';
  }
  return isValid(decoder) ? 'utf-8' : 'windows-1252';
}

/** Without a chunk: whether all of them end with a whole character. */
function isValid(decoder: InstanceType<typeof TextDecoder>, chunk?: Uint8Array): boolean {
  try {
    decoder.decode(chunk, { stream: chunk !== undefined });
    return true;
  } catch {
    return false;
  }
}

const MARK_BYTES = 2;

/** The first chunk is long enough to hold a mark. */
async function* withWholeMark(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of bytes) {
    if (first === undefined) yield chunk;
    else {
      first = Buffer.concat([first, chunk]);
      if (first.length < MARK_BYTES) continue;
      yield first;
      first = undefined;
    }
  }
  if (first !== undefined) yield first;
}

function markedAs([first, second]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/** Bytes to text, chunk by chunk; a character cut in two by a chunk's end comes out whole. */
export async function* decode(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
