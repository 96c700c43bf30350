/** `windows-1252` is what programs mean when they say latin1; every byte is a character in it. */
export type Encoding = 'utf-8' | 'windows-1252';

/** UTF-8 if every byte of it is valid UTF-8, else windows-1252. Reads to the first invalid byte. */
export async function encodingOf(bytes: AsyncIterable<Uint8Array>): Promise<Encoding> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const chunk of bytes) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return 'utf-8';
  } catch {
    return 'windows-1252';
  }
}

/** Bytes to text, chunk by chunk; a character cut in two by a chunk's end comes out whole. */
export async function* decode(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of bytes) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
