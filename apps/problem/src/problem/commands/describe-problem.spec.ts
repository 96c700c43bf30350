import { DEFAULT_PRIORITY_MATRIX } from '@opsledger/contracts';
import { command, given } from '@opsledger/testing';
import { problem } from '../problem';
import { HISTORIES, keys, logged } from '../problem.histories';

const TEAM = { id: 't-1', name: 'Network' };
const membership = { team: TEAM, person: null, member: false };

test('what is so already is nothing; what is closed stays as it is', () => {
  const same: [string, object][] = [
    ['AssessProblem', { impact: 2, urgency: 2 }],
    ['CategoriseProblem', { category: null, service: null }],
    ['ReviseProblemDescription', { title: 'Printers catch fire' }],
    ['UnlinkProblem', { kind: 'affected_ci', targetId: 'x' }],
    ['ForgetProblemIncident', { incidentId: 'x' }],
  ];
  for (const [type, data] of same) given(problem, logged).when(command(type, data)).thenNothing();
  for (const [type, data] of same.slice(0, 3))
    given(problem, ...HISTORIES.closed)
      .when(command(type, data))
      .thenRefused('problem-ended');
});

test('assessing gives the priority of the matrix in force', () => {
  const matrix = { ...DEFAULT_PRIORITY_MATRIX, 1: { 1: 'P2', 2: 'P2', 3: 'P2' } };
  given(problem, logged)
    .when(command('AssessProblem', { impact: 1, urgency: 1 }, { lookups: { matrix, matrixVersion: 3 } }))
    .then({
      type: 'ProblemAssessed',
      data: {
        keys: keys({ priority: 'P2' }),
        impact: { before: 2, after: 1 },
        urgency: { before: 2, after: 1 },
        priority: { before: 'P3', after: 'P2' },
        matrixVersion: 3,
      },
    });
});

test('a team, and a person who is a member of it', () => {
  const assign = (data: object, found: object) =>
    command('AssignProblem', { teamId: TEAM.id, ...data }, { lookups: { membership: found } });
  given(problem, logged)
    .when(assign({}, membership))
    .then({
      type: 'ProblemAssigned',
      data: {
        keys: keys({ team: TEAM }),
        assignment: { before: { team: null, person: null }, after: { team: TEAM, person: null } },
      },
    });
  given(problem, logged)
    .when(assign({}, { ...membership, team: null }))
    .thenRefused('team-unknown');
  given(problem, logged)
    .when(assign({ personId: 'p' }, membership))
    .thenRefused('person-unknown');
  given(problem, logged)
    .when(assign({ personId: 'p' }, { ...membership, person: { id: 'p', name: 'Pat' } }))
    .thenRefused('person-not-in-team');
});
