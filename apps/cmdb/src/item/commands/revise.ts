import type { CommandOf, ConfigurationItemEvent, Precedence, ReviseConfigurationItem } from '@opsledger/contracts';
import { MANUAL, statement, stating, strongest } from '../claims';
import { requireFit, type ClassInForce } from '../guards';
import { fieldGoverned } from '../item.errors';
import { asTheDirectoryHasIt, type Ownership } from '../ownership';
import { fieldsOf, keysOf, type KnownItem } from '../item-state';

export interface ReviseLookups {
  readonly classes: Readonly<Record<string, ClassInForce>>;
  readonly precedence: Precedence;
  /** Owner and teams named that the directory knows. */
  readonly ownership: Ownership;
}

export function reviseConfigurationItem(
  { data, lookups: { classes, precedence, ownership } }: CommandOf<typeof ReviseConfigurationItem, ReviseLookups>,
  state: KnownItem,
): ConfigurationItemEvent[] {
  const { change, ...given } = data;
  const fields = { ...given, ...asTheDirectoryHasIt(given, ownership, state.fields) };
  const said = statement(state, MANUAL, fieldsOf(fields), precedence);
  if (Object.keys(said.stated).length === 0) return [];
  const after = stating(state, MANUAL, said);
  for (const field of Object.keys(said.stated)) {
    const source = strongest(precedence, field, after.claims[field]!);
    if (source !== MANUAL) throw fieldGoverned(state, field, source!);
  }
  requireFit(`${state.number} (${state.fields.name})`, after.fields, classes[state.class]!, state.fields);
  const { identities } = state;
  const edition = state.edition + 1;
  return [
    {
      type: 'ConfigurationItemRevised',
      data: {
        keys: keysOf(after),
        edition,
        ...said,
        identities: { before: [...identities], after: [...identities] },
        cause: null,
        ...(change && { change }),
      },
    },
  ];
}
