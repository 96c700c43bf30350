import type { CommandOf, PersonEvent, ReactivatePerson } from '@opsledger/contracts';
import { keysOf, type KnownPerson } from '../person-state';

export const reactivatePerson = (_: CommandOf<typeof ReactivatePerson>, state: KnownPerson): PersonEvent[] =>
  state.status === 'active' ? [] : [{ type: 'PersonReactivated', data: { keys: keysOf(state, { active: true }) } }];
