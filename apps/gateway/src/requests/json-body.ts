import { Problem } from '@opsledger/service-kit';
import type { FastifyInstance } from 'fastify';
import { BODY_LIMIT } from '../gateway-options';
import { findUnstorable } from './unstorable';

/** Deeper values are no payload of ours, and cost stack to walk. */
const MAX_DEPTH = 64;

/**
 * JSON bodies, and nothing else. An absent body is an empty payload: `POST …/start` needs none. Keys that would reach
 * into prototypes are refused, as is text that could not be stored.
 */
export function acceptJson(scope: FastifyInstance): void {
  const parse = scope.getDefaultJsonParser('error', 'error');
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    'application/json',
    { parseAs: 'string', bodyLimit: BODY_LIMIT },
    (request, body, done) => {
      const text = body as string;
      if (text.trim() === '') return done(null, {});
      const depth = depthOf(text);
      if (depth > MAX_DEPTH) return done(malformed(`It is nested ${depth} levels deep; ${MAX_DEPTH} are allowed.`));
      parse(request, text, (error, value) => {
        if (error) return done(malformed(reasonFor(text, error)));
        const pointer = text.includes('\\u') ? findUnstorable(value) : undefined;
        if (pointer !== undefined) return done(unstorable(pointer));
        done(null, value);
      });
    },
  );
}

/** How deep brackets nest; brackets inside text count too, which only ever makes it too careful. */
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

/** The parser's own words, when they say where; they quote nothing but the body. */
function reasonFor(text: string, error: Error): string {
  if (/prototype|constructor/i.test(error.message)) return 'The keys `__proto__` and `constructor` are not allowed.';
  try {
    JSON.parse(text);
    return 'It cannot be read.';
  } catch (reason) {
    return `${(reason as Error).message}.`;
  }
}

const malformed = (reason: string): Problem =>
  new Problem(400, 'malformed-json', 'Body is not valid JSON', `The body cannot be read as JSON. ${reason}`);

export const unstorable = (pointer: string): Problem =>
  new Problem(
    400,
    'unstorable-text',
    'Text cannot be stored',
    'Leave out NUL characters and halves of surrogate pairs.',
    {
      violations: [{ path: pointer, message: 'holds a NUL character or half of a surrogate pair' }],
    },
  );
