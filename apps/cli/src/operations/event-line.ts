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
  const number = (keys as { number?: string } | undefined)?.number ?? (fields.number as string | undefined) ?? subject;
  const who = typeof actor === 'string' ? actor : actor?.name;
  const told = Object.entries(fields).flatMap(([name, value]) => (value === null ? [] : [`${name}=${shown(value)}`]));
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

function shown(value: unknown): string {
  if (isChange(value)) return `${shown(value.before)}→${shown(value.after)}`;
  const name = (value as { name?: unknown } | null)?.name;
  const text = typeof name === 'string' ? name : typeof value === 'string' ? value : JSON.stringify(value);
  const line = text.replace(/\s+/g, ' ');
  return line.length > LONGEST_VALUE ? `${line.slice(0, LONGEST_VALUE - 1)}…` : line;
}

const isChange = (value: unknown): value is { before: unknown; after: unknown } =>
  typeof value === 'object' && value !== null && 'before' in value && 'after' in value;
