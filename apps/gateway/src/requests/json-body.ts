import { isUtf8 } from 'node:buffer';
import { Problem } from '@opsledger/service-kit';
import type { FastifyInstance } from 'fastify';
import { BODY_LIMIT } from '../gateway-options';
import { findUnstorable, unstorable } from './unstorable';

/** Deeper values are no payload of ours, and cost stack to walk. */
const MAX_DEPTH = 64;

/**
 * JSON bodies, and nothing else. An absent body is an empty payload: `POST …/start` needs none. Keys that would reach
 * into prototypes are refused, as is text that could not be stored.
 */
export function acceptJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT },
    (request, body: Buffer, done) => {
      if (!isUtf8(body)) return done(malformed('It is not UTF-8.'));
      const text = body.toString();
      if (text.trim() === '') return done(null, undefined);
      if (depthOf(text) > MAX_DEPTH) return done(malformed(`It is nested more than ${MAX_DEPTH} levels deep.`));
      parse(request, text, (error, value) => {
        if (error) return done(malformed(reasonFor(text)));
        const pointer = text.includes('\\u') ? findUnstorable(value) : undefined;
        if (pointer !== undefined) return done(unstorable(pointer));
        done(null, value);
      });
    },
  );
}

/** How deep brackets nest, in one pass over the text: a parser that recurses must not be the one to find out. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (quoted) {
      if (character === 0x5c) at++;
      else if (character === 0x22) quoted = false;
    } else if (character === 0x22) quoted = true;
    else if (character === 0x7b || character === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (character === 0x7d || character === 0x5d) depth--;
  }
  return deepest;
}

/** The language's own words say where; they quote nothing but the body. What it can read, the stricter parser refused. */
function reasonFor(text: string): string {
  try {
    JSON.parse(text);
    return 'The keys `__proto__` and `constructor` are not allowed.';
  } catch (reason) {
    return `${(reason as Error).message}.`;
  }
}

const malformed = (reason: string): Problem =>
  new Problem(400, 'malformed-json', 'Body is not valid JSON', `The body cannot be read as JSON. ${reason}`);
