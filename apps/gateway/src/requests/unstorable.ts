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
