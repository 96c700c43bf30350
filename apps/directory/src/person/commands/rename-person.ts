import type { CommandOf, PersonEvent, RenamePerson } from '@opsledger/contracts';
import { keysOf, type KnownPerson } from '../person-state';

export const renamePerson = ({ data }: CommandOf<typeof RenamePerson>, state: KnownPerson): PersonEvent[] =>
  data.name === state.name
    ? []
    : [
        {
          type: 'PersonRenamed',
          data: { keys: keysOf(state, { name: data.name }), name: { before: state.name, after: data.name } },
        },
      ];
