/** A CloudEvent as the feed gives it; only what a line is made of. */
export interface FedEvent {
  readonly type: string;
  readonly subject?: string;
  readonly time: string;
  readonly position?: string;
  readonly actor?: string | { readonly name?: string };
  readonly data?: Readonly<Record<string, unknown>>;
}

const LONGEST_VALUE = 60;

/** One event in one line: when, what, which record, who, and what changed. */
export function eventLine({ type, subject = '', time, actor, data = {} }: FedEvent): string {
  const { keys, ...fields } = data;
  const number = (keys as { number?: string } | undefined)?.number ?? subject;
  const who = typeof actor === 'string' ? actor : actor?.name;
  const told = Object.entries(fields).flatMap(([name, value]) => {
    const text = shown(value);
    return text === '' ? [] : [`${name}=${text}`];
  });
  return [
    time.slice(0, 19).replace('T', ' '),
    nameOf(type).padEnd(26),
    number.padEnd(11),
    ...(who ? [`by ${who}`] : []),
    told.join(' '),
  ]
    .join('  ')
    .trimEnd();
}

/** `opsledger.incident.IncidentResolved.v1` → `IncidentResolved`. */
export const nameOf = (type: string): string => /([^.]+)\.v\d+$/.exec(type)?.[1] ?? type;

/** A value in few words; nothing for what is unknown, or did not change. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return shortened(value);
  if (typeof value !== 'object' || Array.isArray(value)) return shortened(JSON.stringify(value));
  if (isChange(value)) {
    const [before, after] = [shown(value.before), shown(value.after)];
    return before === after ? '' : `${before || '–'} → ${after || '–'}`;
  }
  const { name } = value as { name?: unknown };
  if (typeof name === 'string') return shortened(name);
  return Object.values(value).map(shown).filter(Boolean).join(', ');
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE - 1)}…` : line;
}

const isChange = (value: unknown): value is { before: unknown; after: unknown } =>
  typeof value === 'object' && value !== null && 'before' in value && 'after' in value;
