/** `windows-1252` is what programs mean when they say latin1; every byte is a character in it. */
export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * UTF-16 if the bytes begin with its mark, or with two characters of ASCII as it writes them; UTF-8 if every byte is valid
 * UTF-8; else windows-1252. Reads to the first invalid byte.
 */
export async function encodingOf(bytes: AsyncIterable<Uint8Array>): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let begun: Encoding | undefined;
  for await (const chunk of withWholeSign(bytes)) {
    begun ??= beginningAs(chunk);
    if (begun !== 'utf-8') return begun;
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

/** Of two characters in UTF-16. */
const SIGN_BYTES = 4;

/** The first chunk is long enough to hold what tells the encoding. */
async function* withWholeSign(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let first: Uint8Array | undefined = new Uint8Array();
  for await (const chunk of bytes) {
    if (first === undefined) yield chunk;
    else {
      first = Buffer.concat([first, chunk]);
      if (first.length < SIGN_BYTES) continue;
      yield first;
      first = undefined;
    }
  }
  if (first !== undefined) yield first;
}

function beginningAs([first, second, third, fourth]: Uint8Array): Encoding {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (first && second === 0 && third && fourth === 0) return 'utf-16le';
  return first === 0 && second && third === 0 && fourth ? 'utf-16be' : 'utf-8';
}

/** Bytes to text, chunk by chunk; a character cut in two by a chunk's end comes out whole. */
export async function* decode(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
