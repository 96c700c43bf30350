import type { Level, Priority } from '@opsledger/contracts';

const WORDS: Readonly<Record<string, number>> = {
  critical: 1,
  high: 1,
  medium: 2,
  moderate: 2,
  low: 3,
};

/** `2 - Medium`, `2`, `Medium` → 2; null for what is no level. What is mapped is in lower case. */
export function level(text: string, mapped: Readonly<Record<string, Level>>): Level | null {
  const found = mapped[text.toLowerCase()] ?? leadingNumber(text) ?? WORDS[text.toLowerCase()];
  return found === 1 || found === 2 || found === 3 ? found : null;
}

const PRIORITY_WORDS: Readonly<Record<string, number>> = {
  critical: 1,
  high: 2,
  moderate: 3,
  medium: 3,
  low: 4,
  planning: 5,
};

/** `3 - Moderate`, `P3`, `3`, `Moderate` → P3; null for what is no priority. What is mapped is in lower case. */
export function priority(text: string, mapped: Readonly<Record<string, Priority>>): Priority | null {
  const given = mapped[text.toLowerCase()];
  if (given) return given;
  const found = leadingNumber(text) ?? PRIORITY_WORDS[text.toLowerCase()];
  return found && found >= 1 && found <= 5 ? (`P${found}` as Priority) : null;
}

function leadingNumber(text: string): number | undefined {
  const digits = /^p?(\d+)(?:\s*-.*)?$/i.exec(text);
  return digits ? Number(digits[1]) : undefined;
}
