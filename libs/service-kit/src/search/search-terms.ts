/**
 * Text of a `tsquery`: every word must occur, or begin a word that does, so that people find while they type.
 * Nothing when there is no word in it.
 *
 * Where signs hold words together, as in 16.2, web-01.example.com or /var/log, PostgreSQL may have taken them for one: then
 * either the parts or the whole must occur, which it takes apart as it did the text.
 */
export function searchTerms(q: string): string | undefined {
  const terms = q.split(/\s+/u).flatMap(termOf);
  return terms.length > 0 ? terms.join(' & ') : undefined;
}

const PART = /[\p{L}\p{N}]+/gu;
/** Signs around what is asked for are the writer's, such as brackets or a full stop; a path begins with one of its own. */
const AROUND = /^[^\p{L}\p{N}/]+|[^\p{L}\p{N}]+$/gu;

function termOf(chunk: string): string[] {
  const parts = chunk.match(PART) ?? [];
  if (parts.length === 0) return [];
  const together = parts.map((part) => `${part}:*`).join(' & ');
  const whole = chunk.replaceAll(AROUND, '');
  return whole === parts[0] ? [together] : [`(${together} | ${quoted(whole)}:*)`];
}

/** https://www.postgresql.org/docs/current/datatype-textsearch.html#DATATYPE-TSQUERY */
const quoted = (lexeme: string): string => `'${lexeme.replaceAll(/['\\]/g, '$&$&')}'`;
