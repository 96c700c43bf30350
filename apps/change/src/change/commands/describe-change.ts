import type { AssignChange, ChangeEvent, CommandOf, DescribeChange, NoteOnChange } from '@opsledger/contracts';
import { keysOf, type KnownChange } from '../change-state';
import { requireNotEnded } from '../guards';
import { assignee, type Membership } from '../membership';

export function describeChange({ data }: CommandOf<typeof DescribeChange>, state: KnownChange): ChangeEvent[] {
  requireNotEnded(state);
  const { title, description, keys } = state.details;
  const before = { title, description, category: keys.category };
  const after = { ...before, ...data };
  if (JSON.stringify(before) === JSON.stringify(after)) return [];
  return [
    {
      type: 'ChangeDescribed',
      data: {
        keys: keysOf(state, { category: after.category }),
        title: { before: before.title, after: after.title },
        description: { before: before.description, after: after.description },
        category: { before: before.category, after: after.category },
      },
    },
  ];
}

export interface AssignChangeLookups {
  readonly membership: Membership;
}

export function assignChange(
  { data, lookups }: CommandOf<typeof AssignChange, AssignChangeLookups>,
  state: KnownChange,
): ChangeEvent[] {
  requireNotEnded(state);
  const before = { team: state.details.keys.team, person: state.details.person };
  const after = assignee(data, lookups.membership);
  if (before.team?.id === after.team.id && before.person?.id === after.person?.id) return [];
  return [
    { type: 'ChangeAssigned', data: { keys: keysOf(state, { team: after.team }), assignment: { before, after } } },
  ];
}

/** Also of a change that has ended: something may be noticed late. */
export function noteOnChange({ data }: CommandOf<typeof NoteOnChange>, state: KnownChange): ChangeEvent[] {
  return [{ type: 'ChangeNoted', data: { keys: keysOf(state), body: data.body } }];
}
