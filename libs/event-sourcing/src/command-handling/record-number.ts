/** The number people know a record by (`INC0000042`), where a state or a fact carries one. */
export function numberIn(value: unknown): string | undefined {
  const number = (value as { number?: unknown } | null | undefined)?.number;
  return typeof number === 'string' ? number : undefined;
}
