import type { ProblemEvent } from '@opsledger/contracts';
import { command, given } from '@opsledger/testing';
import { problem } from '../problem';
import { HISTORIES, INCIDENT, keys, logged, workaround } from '../problem.histories';

const record = (text: string) => command('RecordWorkaround', { workaround: text });
const noted = { type: 'ProblemLinked', data: { keys: keys(), kind: 'incident', target: INCIDENT } } as const;

describe('RecordWorkaround', () => {
  test('makes a known error, revised under the next number, the same text is nothing', () => {
    given(problem, logged).when(record('Use the other one.')).then(workaround());
    given(problem, logged, workaround()).when(record('Use the other one.')).thenNothing();
    given(problem, logged, workaround()).when(record('Use the stairs.')).then(workaround(2, 'Use the stairs.'));
  });

  test('names the incidents it is offered to', () => {
    const first = workaround();
    given(problem, logged, noted)
      .when(record('Use the other one.'))
      .then({ ...first, data: { ...first.data, incidents: [INCIDENT] } } as never);
  });
});

describe('WithdrawWorkaround', () => {
  const withdraw = command('WithdrawWorkaround', { reason: 'The other one burns, too.' });
  const withdrawn = (workaroundRevision = 1, changed: object = {}): ProblemEvent => ({
    type: 'ProblemWorkaroundWithdrawn',
    data: {
      ...{ keys: keys(), title: 'Printers catch fire', symptoms: 'Flames.', workaround: 'Use the other one.' },
      ...{ workaroundRevision, reason: 'The other one burns, too.', incidents: [], ...changed },
    },
  });

  test('makes it a known error no longer, and names the incidents that are told; without one, nothing', () => {
    given(problem, logged, workaround(), noted)
      .when(withdraw)
      .then(withdrawn(1, { incidents: [INCIDENT] }));
    given(problem, logged).when(withdraw).thenNothing();
    given(problem, logged, workaround(), withdrawn()).when(withdraw).thenNothing();
  });

  test('also of a problem that has ended', () => {
    given(problem, ...HISTORIES.closed, workaround())
      .when(withdraw)
      .then(withdrawn(1, { keys: keys({ state: 'closed' }) }));
  });

  test('the next workaround is another revision, though it says the same', () => {
    given(problem, logged, workaround(), withdrawn()).when(record('Use the other one.')).then(workaround(2));
  });

  test('an incident that is linked later is offered none', () => {
    given(problem, logged, workaround(), withdrawn())
      .when(command('NoteProblemIncident', { incident: INCIDENT }, { lookups: { openedAt: null } }))
      .then(noted);
  });
});

describe('NoteProblemIncident', () => {
  const note = command('NoteProblemIncident', { incident: INCIDENT }, { lookups: { openedAt: null } });

  test('once, with the workaround there is', () => {
    given(problem, logged).when(note).then(noted);
    given(problem, logged, noted).when(note).thenNothing();
    given(problem, logged, workaround())
      .when(note)
      .then({
        type: 'ProblemLinked',
        data: {
          ...noted.data,
          keys: keys({ knownError: true }),
          workaround: 'Use the other one.',
          workaroundRevision: 1,
        },
      });
  });
});

describe('ReviseRootCause', () => {
  const revise = command('ReviseRootCause', { rootCause: 'Static.', category: 'environment' });

  test('only what was found', () => {
    given(problem, logged).when(revise).thenRefused('root-cause-not-found-yet');
    given(problem, ...HISTORIES.closed)
      .when(revise)
      .thenRefused('problem-ended');
    given(problem, ...HISTORIES.fix_pending)
      .when(revise)
      .then({
        type: 'ProblemRootCauseRevised',
        data: {
          keys: keys({ state: 'fix_pending' }),
          rootCause: { before: 'Paper jams.', after: 'Static.' },
          rootCauseCategory: { before: 'hardware_failure', after: 'environment' },
        },
      });
  });
});
