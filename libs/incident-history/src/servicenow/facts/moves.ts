import { isPermittedMove, type HoldReason } from '@opsledger/contracts';
import type { Ending } from '../endings';
import type { Mapping } from '../mapping';
import type { Picture } from '../picture';
import type { Statement } from './statement';

/** What a change of state may need to know besides the states. */
export interface Circumstances {
  readonly said: string;
  /** Resolutions recorded so far. */
  readonly resolutions: number;
  /** Whether the source tells when the incident was resolved. */
  readonly knowsResolution: boolean;
  readonly resolved: () => Ending;
  /** The closing, which cannot be before the resolution. */
  readonly closed: (notBefore: string) => Ending;
  readonly cancelReason: string | null;
  readonly mapping: Mapping;
}

/** A change of state as facts: what takes the incident out of its end comes first, what ends it last. */
export interface Moves {
  readonly opening: readonly Statement[];
  readonly following: readonly Statement[];
}

/** The facts that lead from one state to the other, marked where our state machine knows no such way. */
export function moves(before: Picture, after: Picture, circumstances: Circumstances): Moves {
  const opening = reopening(before, after, circumstances);
  const from = opening.length > 0 ? { ...before, state: 'in_progress' as const, hold: null } : before;
  return { opening, following: following(from, after, circumstances, opening.length > 0) };
}

const ENDED = ['resolved', 'closed', 'canceled'];
const isOpen = (picture: Picture): boolean => !ENDED.includes(picture.state);

function reopening(before: Picture, after: Picture, { said }: Circumstances): Statement<'IncidentReopened'>[] {
  const counted = after.reopenCount > before.reopenCount;
  const leftItsEnd = !isOpen(before) && (isOpen(after) || (before.state !== 'resolved' && after.state === 'resolved'));
  if (after.state === 'new' || (!leftItsEnd && !counted)) return [];
  const reason = `The source gives no reason; it went from ${before.state} to "${said}".`;
  const fact = { type: 'IncidentReopened', data: { reason } } as const;
  if (!leftItsEnd) {
    const text = `The source counts reopening ${after.reopenCount} but shows the incident ${before.state} before it and ${after.state} after it; read as reopened.`;
    return [{ ...fact, contradiction: text }];
  }
  if (before.state !== 'resolved') {
    return [
      {
        ...fact,
        contradiction: `The source went from ${before.state} to "${said}", which is final here; read as reopened.`,
      },
    ];
  }
  if (!counted && after.reopenCount > 0) {
    return [
      { ...fact, contradiction: `The source went from resolved to "${said}" without counting it; read as reopened.` },
    ];
  }
  return [fact];
}

function following(from: Picture, to: Picture, circumstances: Circumstances, reopened: boolean): Statement[] {
  if (from.state === to.state) return to.state === 'on_hold' ? holdChanged(from.hold!, to.hold!) : [];
  switch (to.state) {
    case 'new':
      return [];
    case 'in_progress':
      return from.state === 'new'
        ? [{ type: 'IncidentWorkStarted', data: {} }]
        : [{ type: 'IncidentResumed', data: { heldFor: from.hold!, because: 'manual' } }];
    case 'on_hold':
      return [putOnHold(from, to.hold!, circumstances.said, reopened)];
    case 'resolved':
      return [resolved(circumstances)];
    case 'closed':
      return closing(from, circumstances);
    case 'canceled':
      return [canceled(from, circumstances)];
  }
}

const markIf = (odd: boolean, text: string): { contradiction?: string } => (odd ? { contradiction: text } : {});

function holdChanged(before: HoldReason, after: HoldReason): Statement<'IncidentHoldReasonChanged'>[] {
  if (before === after) return [];
  const data = { reason: { before, after }, note: null, resumeAt: { before: null, after: null } };
  return [{ type: 'IncidentHoldReasonChanged', data }];
}

function putOnHold(from: Picture, reason: HoldReason, said: string, reopened: boolean): Statement<'IncidentPutOnHold'> {
  const text = reopened
    ? `The source went from an ended incident straight to "${said}"; read as reopened and put on hold at once.`
    : `The source went from ${from.state} straight to "${said}"; read as on hold without work having started.`;
  return {
    type: 'IncidentPutOnHold',
    data: { reason, note: null, resumeAt: null },
    ...markIf(reopened || !isPermittedMove(from.state, 'on_hold'), text),
  };
}

function resolved({ resolved, resolutions }: Circumstances): Statement<'IncidentResolved'> {
  const { at, by, code, notes, contradiction } = resolved();
  return {
    type: 'IncidentResolved',
    data: { code: code ?? 'unknown', notes, knowledge: null, withParent: null, resolution: resolutions + 1 },
    at,
    by,
    ...(contradiction ? { contradiction } : {}),
  };
}

function closing(from: Picture, circumstances: Circumstances): Statement[] {
  const isOpen = !ENDED.includes(from.state);
  // A resolution that the log skipped but dates is still a resolution.
  const skipped = isOpen && circumstances.knowsResolution ? [resolved(circumstances)] : [];
  const { at, by, contradiction } = circumstances.closed(skipped[0]?.at ?? '');
  const unresolved =
    skipped.length > 0 || from.state === 'resolved'
      ? undefined
      : `The source went from ${from.state} to closed without a resolution; read as closed.`;
  const texts = [contradiction, unresolved].filter(Boolean).join(' ');
  return [
    ...skipped,
    {
      type: 'IncidentClosed',
      data: { automatic: by !== null && circumstances.mapping.automaticAuthors.has(by) },
      at,
      by,
      ...markIf(texts !== '', texts),
    },
  ];
}

function canceled(from: Picture, { cancelReason, said }: Circumstances): Statement<'IncidentCanceled'> {
  return {
    type: 'IncidentCanceled',
    data: { reason: cancelReason ?? 'The source gives no reason.' },
    ...markIf(
      !isPermittedMove(from.state, 'canceled'),
      `The source went from ${from.state} to "${said}"; read as canceled.`,
    ),
  };
}
