import {
  notFound,
  unavailable,
  type OperationsPort,
  type ParkedEvent,
  type ParkedOverview,
  type ReaderOverview,
  type ReadersOverview,
} from '@opsledger/service-kit';
import type { Retried } from '@opsledger/event-sourcing';
import type { Replica } from '../client/replica';
import type { RemoteServices } from '../client/remote-services';
import { CALLS, toldProblem, type Answer, type Call } from '../wire';

const TIMEOUT_MS = 10_000;
/** Building views anew and trying parked events again takes its time. */
const LONG_MS = 50_000;

interface Told<Result> {
  readonly replica: Replica;
  readonly service: string;
  readonly result: Result;
}

/** Operations over services that run in other processes: every replica is asked, as each knows only of itself. */
export class RemoteOperations implements OperationsPort {
  constructor(private readonly services: RemoteServices) {}

  async readers(): Promise<ReadersOverview> {
    const { told, unanswered } = await this.askAll<readonly ReaderOverview[]>(CALLS.readers, {});
    return { items: merged(told.flatMap(({ result }) => result)), unanswered };
  }

  async beginRebuild(name: string): Promise<void> {
    await this.askWhoHas(name, CALLS.rebuild);
  }

  async parked(reader?: string, limit = 100): Promise<ParkedOverview> {
    const { told, unanswered } = await this.askAll<readonly ParkedEvent[]>(CALLS.parked, { reader, limit });
    if (told.length === 0) throw nobodyAnswers(unanswered);
    // Services that share a database tell of the same events.
    const distinct = new Map<string, ParkedEvent>();
    for (const { result } of told)
      for (const one of result) distinct.set(`${one.reader} ${one.key} ${one.position}`, one);
    const inOrder = [...distinct.values()].sort((one, other) => (one.position < other.position ? -1 : 1));
    return { items: inOrder.slice(0, limit), unanswered };
  }

  async retryParked(name: string): Promise<Retried> {
    return (await this.askWhoHas(name, CALLS.retryParked)) as Retried;
  }

  /** The replica that feeds it, or any that could. */
  private async askWhoHas(name: string, call: Call): Promise<unknown> {
    const { told, unanswered } = await this.askAll<readonly ReaderOverview[]>(CALLS.readers, {});
    const holders = told.flatMap(({ replica, result }) =>
      result.filter((reader) => reader.name === name).map((reader) => ({ replica, reader })),
    );
    const [holder] = holders.sort((one, other) => weight(other.reader) - weight(one.reader));
    if (holder) return resultOf(await holder.replica.call(call, { name }, LONG_MS));
    if (unanswered.length > 0) throw nobodyAnswers(unanswered);
    throw notFound(`There is no projection or process ${name} here.`);
  }

  private async askAll<Result>(call: Call, data: object): Promise<{ told: Told<Result>[]; unanswered: string[] }> {
    const told: Told<Result>[] = [];
    const unanswered: string[] = [];
    await Promise.all(
      this.services.all.map(async ({ replicas }) => {
        const { service } = replicas;
        // One that comes back just now counts.
        if (replicas.usable.length === 0) await replicas.next(new Set(), performance.now());
        const answers = await Promise.allSettled(
          replicas.usable.map(async (replica) => {
            const result = resultOf(await replica.call(call, data, TIMEOUT_MS)) as Result;
            told.push({ replica, service, result });
          }),
        );
        if (!answers.some(({ status }) => status === 'fulfilled')) unanswered.push(service);
      }),
    );
    return { told, unanswered: unanswered.sort() };
  }
}

/** One line per reader: told by who feeds it; a rebuild is known only where it was asked for. */
function merged(readers: readonly ReaderOverview[]): readonly ReaderOverview[] {
  const best = new Map<string, ReaderOverview>();
  for (const reader of readers) {
    const key = `${reader.kind} ${reader.name}`;
    const known = best.get(key);
    if (!known) best.set(key, reader);
    else {
      const [winner, other] = weight(reader) > weight(known) ? [reader, known] : [known, reader];
      best.set(key, {
        ...winner,
        ...((winner.rebuild ?? other.rebuild) && { rebuild: winner.rebuild ?? other.rebuild }),
      });
    }
  }
  return [...best.values()].sort(
    (one, other) =>
      one.service.localeCompare(other.service) ||
      one.kind.localeCompare(other.kind) * -1 ||
      one.name.localeCompare(other.name),
  );
}

const WEIGHTS: Readonly<Record<string, number>> = { building: 4, live: 3, running: 3, superseded: 2, standby: 1 };
const weight = ({ state, rebuild }: ReaderOverview): number =>
  (WEIGHTS[state] ?? 0) + (rebuild?.state === 'running' ? 10 : 0);

function resultOf(answer: Answer): unknown {
  if ('problem' in answer) throw toldProblem(answer.problem);
  return (answer as { result?: unknown }).result;
}

const nobodyAnswers = (services: readonly string[]) =>
  unavailable(
    'service-unavailable',
    'Service not available',
    `No answer from ${services.join(', ')}. Try again in a moment.`,
    2,
  );
