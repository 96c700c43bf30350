import type { IncidentKeys, SlaClockEvent, SlaClockStandingEvent } from '@opsledger/contracts';
import { transitionOf } from './transition-facts';

/** What the log says of one clock. */
export interface ToldClock {
  readonly kind: SlaClockStandingEvent['data']['kind'];
  readonly target: string;
  /** What happened to it, one line each. */
  readonly lines: readonly string[];
  /** Time is counted for it, or will be when the record goes on. */
  readonly goesOn: boolean;
}

/** What the log says of a record's clocks. */
export interface ToldClocks {
  /** By clock id. */
  readonly clocks: ReadonlyMap<string, ToldClock>;
  /** The record as it was said to be last. */
  readonly keys: IncidentKeys | null;
  /** Of the record, when it was looked at last. */
  readonly revision: number;
  /** When it was looked at last, epoch milliseconds. */
  readonly at: number;
}

export const NOTHING_TOLD: ToldClocks = { clocks: new Map(), keys: null, revision: 0, at: 0 };

/** Something that happened to a clock, as one line: two histories are the same when their lines are. */
export const line = (type: string, at: string, percent: number | undefined): string =>
  `${type} ${at}${percent === undefined ? '' : ` ${percent}`}`;

export function toldAfter(before: ToldClocks, event: SlaClockEvent): ToldClocks {
  const { keys, judged } = event.data;
  return {
    clocks: clocksAfter(before.clocks, event),
    keys,
    revision: Math.max(before.revision, judged.revision),
    at: Math.max(before.at, Date.parse(judged.at)),
  };
}

function clocksAfter(before: ToldClocks['clocks'], event: SlaClockEvent): ToldClocks['clocks'] {
  if (event.type === 'SlaRecordRegrouped') return before;
  const clocks = new Map(before);
  const { clock } = event.data;
  if (event.type === 'SlaClockWithdrawn') clocks.delete(clock);
  else clocks.set(clock, clockAfter(before.get(clock)?.lines ?? [], event));
  return clocks;
}

function clockAfter(lines: readonly string[], event: SlaClockStandingEvent): ToldClock {
  const { kind, target, state } = event.data;
  return { kind, target, lines: linesAfter(lines, event), goesOn: state === 'running' || state === 'paused' };
}

function linesAfter(lines: readonly string[], event: SlaClockStandingEvent): readonly string[] {
  if (event.type === 'SlaClockHistoryRecorded')
    return event.data.history.map(({ type, at, percent }) => line(type, at, percent));
  const percent = event.type === 'SlaClockWarned' ? event.data.percent : undefined;
  return [...lines, line(transitionOf(event.type), event.data.at, percent)];
}
