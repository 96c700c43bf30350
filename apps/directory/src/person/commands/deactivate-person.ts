import type { CommandOf, DeactivatePerson, PersonEvent } from '@opsledger/contracts';
import { keysOf, type KnownPerson } from '../person-state';
import { locksYourselfOut } from '../person.errors';

export const deactivatePerson = (
  { id, data, actor }: CommandOf<typeof DeactivatePerson>,
  state: KnownPerson,
): PersonEvent[] => {
  if (state.status === 'inactive') return [];
  if (actor.id === id) throw locksYourselfOut('deactivate');
  return [{ type: 'PersonDeactivated', data: { keys: keysOf(state, { active: false }), reason: data.reason ?? null } }];
};
