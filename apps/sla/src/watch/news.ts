import type { IncidentKeys, SlaClockEvent, SlaClockStandingEvent } from '@opsledger/contracts';
import type { Fact as Recorded } from '@opsledger/event-sourcing';
import { v5 as uuidOf } from 'uuid';
import type { Transition } from '../clock/clock';
import type { NamedClock } from '../clock/judge-record';
import { factAt, type ClockedRecord } from '../records/clocked-record';
import { maybeText, text } from '../instants';
import { line, type ToldClock, type ToldClocks } from './told-clocks';
import { FACT_OF } from './transition-facts';

type News = Recorded<SlaClockEvent>;

const measures = new Map<string, string>();

/** Where the lists, the events and the ledger mean the same clock: the record's id, and which of its clocks. */
export function clockId(record: string, kind: string, target: string): string {
  const measure = `${kind} ${target}`;
  const known = measures.get(measure) ?? uuidOf(measure, '2c2f6f0e-57a5-4f0a-9df0-2f7be5a1c4d7').slice(0, 8);
  measures.set(measure, known);
  return `${record}.${known}`;
}

/** What was worked out about a record, and by when. */
interface Judgement {
  /** Id of the record. */
  readonly id: string;
  readonly record: ClockedRecord;
  readonly clocks: readonly NamedClock[];
  /** Epoch milliseconds. */
  readonly at: number;
}

/** What has happened to a record's clocks that the log does not say yet; nothing when it says everything. */
export function news(told: ToldClocks, judgement: Judgement): readonly News[] {
  const clocks = new Map(judgement.clocks.map((clock) => [clockId(judgement.id, clock.kind, clock.target), clock]));
  const facts = new Facts(judgement, told.revision);
  const gone = [...told.clocks]
    .filter(([id]) => !clocks.has(id))
    .map(([id, clock]) => facts.withdrawn(id, clock, told.keys!));
  const happened = [...clocks].flatMap(([id, clock]) => newsOf(id, clock, told.clocks.get(id)?.lines ?? [], facts));
  const inOrder = [...gone, ...happened.sort((one, other) => instantOf(one) - instantOf(other))];
  const regrouped = facts.regrouped(inOrder.at(-1)?.data.keys ?? told.keys, clocks);
  return regrouped ? [...inOrder, regrouped] : inOrder;
}

function newsOf(id: string, clock: NamedClock, lines: readonly string[], facts: Facts): readonly News[] {
  const happened = clock.transitions.map(({ type, at, percent }) => line(type, text(at), percent));
  const isKnown = lines.every((one, index) => one === happened[index]);
  if (isKnown && lines.length === happened.length) return [];
  if (!isKnown || facts.cameLate) return [facts.history(id, clock)];
  return clock.transitions.slice(lines.length).map((transition) => facts.transition(id, clock, transition));
}

/** Puts into words what was found out by one judgement. */
class Facts {
  /** Some of what it rests on is history that was imported since the record was looked at last. */
  readonly cameLate: boolean;
  private readonly about: Pick<SlaClockEvent['data'], 'record' | 'judged'>;

  constructor(
    private readonly judgement: Judgement,
    revision: number,
  ) {
    const { record, at } = judgement;
    this.cameLate = record.facts.some((fact) => fact.imported && fact.revision > revision);
    this.about = { record: record.type, judged: { revision: record.revision, at: text(at) } };
  }

  transition(id: string, clock: NamedClock, transition: Transition): News {
    const { type, at, percent } = transition;
    const data = { ...this.standing(id, clock, transition), ...(percent !== undefined && { percent }) };
    return { type: FACT_OF[type], data, occurredAt: text(at) } as News;
  }

  history(id: string, clock: NamedClock): News {
    const { at } = this.judgement;
    const history = clock.transitions.map(({ type, at: when, percent }) => ({
      type,
      at: text(when),
      ...(percent !== undefined && { percent }),
    }));
    const data = { ...this.standing(id, clock, { at, standing: clock }), history };
    return { type: 'SlaClockHistoryRecorded', data, occurredAt: text(at) } as News;
  }

  withdrawn(clock: string, { kind, target }: ToldClock, said: IncidentKeys): News {
    const data = { ...this.about, keys: this.keysAt(this.judgement.at) ?? said, clock, kind, target };
    return { type: 'SlaClockWithdrawn', data, occurredAt: text(this.judgement.at) };
  }

  /** Unless what was said last is still so, or no clock counts any more. */
  regrouped(said: IncidentKeys | null, clocks: ReadonlyMap<string, NamedClock>): News | undefined {
    const fact = factAt(this.judgement.record.facts, this.judgement.at);
    const open = [...clocks].filter(([, { phase }]) => phase === 'running' || phase === 'paused').map(([id]) => id);
    if (!fact || !said || open.length === 0 || isSameGroup(said, fact.keys)) return undefined;
    const data = { ...this.about, keys: fact.keys, clocks: open };
    return { type: 'SlaRecordRegrouped', data, occurredAt: text(fact.at) };
  }

  private standing(
    id: string,
    { kind, target, startedAt, nextAt }: NamedClock,
    { at, standing }: Pick<Transition, 'at' | 'standing'>,
  ): SlaClockStandingEvent['data'] {
    const { pinned, phase, targetMs, elapsedMs, dueAt, verdict } = standing;
    return {
      ...this.about,
      keys: this.keysAt(at)!,
      clock: id,
      kind: kind as SlaClockStandingEvent['data']['kind'],
      target,
      at: text(at),
      policy: { id: pinned.policy.id, version: pinned.policy.version },
      calendar: { id: pinned.calendar.id, version: pinned.calendar.version },
      state: phase,
      verdict: verdict && {
        result: verdict.result,
        at: text(verdict.at),
        dueAt: maybeText(verdict.dueAt),
        keys: this.keysAt(verdict.at)!,
      },
      startedAt: text(startedAt),
      targetMs,
      elapsedMs,
      dueAt: maybeText(dueAt),
      nextAt: maybeText(nextAt),
    };
  }

  private keysAt = (at: number): IncidentKeys | undefined => factAt(this.judgement.record.facts, at)?.keys;
}

const isSameGroup = (one: IncidentKeys, other: IncidentKeys): boolean =>
  one.team?.id === other.team?.id &&
  one.service?.id === other.service?.id &&
  one.category === other.category &&
  one.priority === other.priority;

const instantOf = ({ occurredAt }: News): number => Date.parse(occurredAt!);
