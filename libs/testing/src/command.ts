import type { Actor, Command } from './shapes';

/** The record commands are addressed to unless told. */
export const RECORD_ID = '00000000-0000-4000-8000-000000000001';

/** Who gives commands unless told. */
export const AGENT: Actor = { id: '00000000-0000-4000-8000-0000000000aa', name: 'Ada Agent', kind: 'person' };

/** What a command of a spec says beyond its type and data; each has a default. */
export interface CommandOptions<Lookups> {
  readonly id?: string;
  readonly now?: string;
  readonly actor?: Actor;
  readonly roles?: readonly string[];
  readonly lookups?: Lookups;
}

/** A command for a spec: to `RECORD_ID`, by `AGENT`, on a Monday at nine, unless told. */
export const command = <Type extends string, Data extends object, Lookups = Record<string, never>>(
  type: Type,
  data: Data,
  options: CommandOptions<Lookups> = {},
): Command<Type, Data, Lookups> => ({
  type,
  id: options.id ?? RECORD_ID,
  data,
  now: options.now ?? '2026-03-02T09:00:00.000Z',
  actor: options.actor ?? AGENT,
  ...(options.roles && { roles: options.roles }),
  lookups: options.lookups ?? ({} as Lookups),
});
