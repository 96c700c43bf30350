import type {
  AnswerWhy,
  CommandOf,
  NoteInvestigation,
  ProblemEvent,
  RecordWorkaround,
  WithdrawWorkaround,
} from '@opsledger/contracts';
import { requireNotClosed } from '../guards';
import { keysOf, type KnownProblem } from '../problem-state';

/** Incidents named in one fact; of very many the latest. */
const MOST_NAMED = 1_000;

/** Also of a problem that has ended: what is learned later belongs to its record. */
export const noteInvestigation = (
  { data }: CommandOf<typeof NoteInvestigation>,
  state: KnownProblem,
): ProblemEvent => ({
  type: 'ProblemInvestigationNoted',
  data: { keys: keysOf(state), body: data.body },
});

export function answerWhy({ data }: CommandOf<typeof AnswerWhy>, state: KnownProblem): ProblemEvent {
  requireNotClosed(state, 'its whys are asked');
  return { type: 'ProblemWhyAnswered', data: { keys: keysOf(state), why: data.why, because: data.because } };
}

/** Also of a problem that is closed: with the risk accepted, a way around it matters most. */
export function recordWorkaround({ data }: CommandOf<typeof RecordWorkaround>, state: KnownProblem): ProblemEvent[] {
  const { title, description, workaround, workaroundRevision, rootCause } = state.details;
  if (workaround?.text === data.workaround) return [];
  return [
    {
      type: 'ProblemWorkaroundRecorded',
      data: {
        keys: keysOf(state, { knownError: true }),
        title,
        symptoms: description,
        workaround: data.workaround,
        workaroundRevision: workaroundRevision + 1,
        rootCause: rootCause?.rootCause ?? null,
        incidents: linkedIncidents(state),
      },
    },
  ];
}

/** Whether the problem has ended or not: what does harm is not to be used. Without one, nothing is to be done. */
export function withdrawWorkaround(
  { data }: CommandOf<typeof WithdrawWorkaround>,
  state: KnownProblem,
): ProblemEvent[] {
  const { title, description, workaround } = state.details;
  if (!workaround) return [];
  return [
    {
      type: 'ProblemWorkaroundWithdrawn',
      data: {
        keys: keysOf(state, { knownError: false }),
        title,
        symptoms: description,
        workaround: workaround.text,
        workaroundRevision: workaround.revision,
        reason: data.reason,
        incidents: linkedIncidents(state),
      },
    },
  ];
}

const linkedIncidents = ({ details: { links } }: KnownProblem) =>
  links
    .filter(({ kind }) => kind === 'incident')
    .map(({ target }) => target)
    .slice(-MOST_NAMED);
