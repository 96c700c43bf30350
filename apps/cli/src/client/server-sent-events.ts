interface ServerSentEvent {
  readonly id: string | undefined;
  readonly event: string | undefined;
  readonly data: string;
}

/** Takes a feed of server-sent events apart. Comments (heartbeats) come out as undefined: a sign of life. */
export async function* serverSentEvents(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<ServerSentEvent | undefined> {
  let fields: Record<string, string | undefined> = {};
  for await (const line of linesOf(chunks)) {
    if (line === '') {
      if (fields.data !== undefined) yield { id: fields.id, event: fields.event, data: fields.data };
      fields = {};
    } else if (line.startsWith(':')) {
      yield undefined;
    } else {
      const [, name, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line)!;
      const before = name === 'data' ? fields.data : undefined;
      fields[name!] = before === undefined ? (value ?? '') : `${before}\n${value ?? ''}`;
    }
  }
}

/** Lines of a byte stream, without their ends; an unfinished last line is left out, for it may be cut off. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split(/\r?\n/);
    rest = lines.pop()!;
    yield* lines;
  }
}
