import { Problem } from '@opsledger/service-kit';

/**
 * JSON pointer to the first text that no database can hold: a NUL character, or half of a surrogate pair; also
 * inside keys. `undefined` when there is none.
 */
export function findUnstorable(value: unknown, pointer = ''): string | undefined {
  if (typeof value === 'string') return isStorable(value) ? undefined : pointer;
  if (value === null || typeof value !== 'object') return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (!isStorable(key)) return pointer;
    const found = findUnstorable(inner, `${pointer}/${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

const isStorable = (text: string): boolean => !/[\0\p{Cs}]/u.test(text);

export const unstorable = (pointer: string): Problem =>
  new Problem(
    400,
    'unstorable-text',
    'Text cannot be stored',
    'Leave out NUL characters and halves of surrogate pairs.',
    { violations: [{ path: pointer, message: 'holds a NUL character or half of a surrogate pair' }] },
  );

/** @throws Problem 400 for parameters that no database could compare with anything */
export function requireStorable(params: object): void {
  const pointer = findUnstorable(params);
  if (pointer !== undefined) throw unstorable(pointer);
}
