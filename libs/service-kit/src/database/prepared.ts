import { createHash } from 'node:crypto';
import { sql, type RawBuilder } from 'kysely';

const MARK = '/* prepared */';

/**
 * Begins the text of a statement that takes longer to plan than to carry out: each connection plans it once and keeps the
 * plan. Only for statements whose text is one of a few, whatever is asked.
 */
export const PREPARED: RawBuilder<unknown> = sql.raw(MARK);

/** The name under which a connection keeps a statement; none for those that are not to be kept. */
export const preparedName = (text: string): string | undefined =>
  text.startsWith(MARK) ? createHash('sha256').update(text).digest('hex').slice(0, 32) : undefined;
