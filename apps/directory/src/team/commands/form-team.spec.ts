import { command, given } from '@opsledger/testing';
import { team } from '../team';
import { aDisbandedTeam, aTeam, keys } from '../team.histories';

const free = { nameOf: null };
const taken = { nameOf: { id: 't-9', name: 'Network' } };
const form = (data: object = {}, lookups: object = free) =>
  command('FormTeam', { name: 'Network', ...data }, { lookups });
const window = (day: string, from: string, to: string) => ({ day, from, to });
const calendar = (...windows: object[]) => ({ zone: 'Europe/Berlin', windows });

test('a team comes into being', () => {
  const hours = calendar(window('monday', '08:00', '12:00'), window('monday', '13:00', '24:00'));
  given(team)
    .when(form({ description: 'Cables', calendar: hours }))
    .then({ type: 'TeamFormed', data: { keys, description: 'Cables', calendar: hours as never } });
});

test('forming it again leaves it as it is, even under a name taken meanwhile', () => {
  given(team, ...aTeam())
    .when(form({ name: 'Other' }, taken))
    .thenNothing();
  given(team, ...aDisbandedTeam())
    .when(form())
    .thenNothing();
});

test('the name of another active team is refused, and that team named', () => {
  expect(given(team).when(form({}, taken)).thenRefused('team-name-taken').facts).toEqual({ team: taken.nameOf });
});

test.each([
  ['an unknown zone', { zone: 'Mars/Olympus', windows: [window('monday', '08:00', '12:00')] }],
  ['an empty window', calendar(window('monday', '12:00', '12:00'))],
  ['a window over midnight', calendar(window('monday', '22:00', '06:00'))],
  ['windows that overlap', calendar(window('friday', '10:00', '12:00'), window('friday', '08:00', '10:01'))],
])('a calendar with %s is refused', (_, wrong) => {
  given(team)
    .when(form({ calendar: wrong }))
    .thenRefused('calendar-invalid');
});
