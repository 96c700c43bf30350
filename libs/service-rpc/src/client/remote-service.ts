import { setTimeout as delay } from 'node:timers/promises';
import { OUTCOME_UNKNOWN, SIMPLY_AGAIN, unavailable, type Problem } from '@opsledger/service-kit';
import { toldProblem, type Answer, type Call } from '../wire';
import { NotSent } from './errors';
import type { Replica } from './replica';
import type { Replicas } from './replicas';

/** How long and how often one call is tried, and how many are on their way at once; beyond that callers get 503. */
export interface CallLimits {
  /** Milliseconds until a call has an answer, repetitions included. */
  readonly timeout: number;
  /** Calls to one service at a time. */
  readonly inFlight: number;
  /** Replicas asked at most for one call. */
  readonly attempts: number;
}

/** Nobody is asked with less time than that: who then does not answer would be blamed for somebody else's delay. */
const LEAST_MS = 20;
/** Before the same replica is asked again, in milliseconds. */
const PAUSE_MS = 100;

/** What became of a call, for figures. */
export type CallOutcome = 'answered' | 'refused' | 'unavailable' | 'unknown' | 'overloaded';

/** One service, whichever of its replicas answers. */
export class RemoteService {
  private inFlight = 0;

  constructor(
    readonly replicas: Replicas,
    private readonly limits: CallLimits,
    private readonly count: (outcome: CallOutcome | 'repeated') => void,
  ) {}

  /**
   * @param repeatable asking twice does no harm; anything else is asked again only where it never arrived
   * @throws Problem as the service tells it, or 503 that names the service
   */
  async call(call: Call, data: object, repeatable: boolean): Promise<unknown> {
    const { inFlight, timeout } = this.limits;
    if (this.inFlight >= inFlight) throw this.failed('overloaded', this.overloaded());
    this.inFlight += 1;
    try {
      return this.resultOf(await this.ask(call, data, repeatable, performance.now() + timeout));
    } finally {
      this.inFlight -= 1;
    }
  }

  private async ask(call: Call, data: object, repeatable: boolean, deadline: number): Promise<Answer> {
    const tried = new Set<Replica>();
    for (let attempt = 1; ; attempt++) {
      const replica = await this.replicas.next(tried, deadline);
      if (!replica) throw this.failed('unavailable', this.cannotBeReached());
      if (tried.has(replica)) await delay(Math.min(PAUSE_MS * attempt, deadline - performance.now()));
      try {
        return await replica.call(call, data, Math.max(1, deadline - performance.now()));
      } catch (error) {
        const harmless = repeatable || error instanceof NotSent;
        if (!harmless) throw this.failed('unknown', this.noAnswer(OUTCOME_UNKNOWN));
        if (attempt >= this.limits.attempts || deadline - performance.now() < LEAST_MS)
          throw this.failed('unavailable', this.noAnswer(SIMPLY_AGAIN));
      }
      this.count('repeated');
      tried.add(replica);
    }
  }

  private resultOf(answer: Answer): unknown {
    if ('problem' in answer) throw this.failed('refused', toldProblem(answer.problem));
    this.count('answered');
    return (answer as { result?: unknown }).result;
  }

  private failed(outcome: CallOutcome, problem: Problem): Problem {
    this.count(outcome);
    return problem;
  }

  private cannotBeReached(): Problem {
    return this.problem(
      'service-unavailable',
      `The service ${this.replicas.service} cannot be reached. ${SIMPLY_AGAIN}`,
      2,
    );
  }

  private noAnswer(advice: string): Problem {
    return this.problem('service-unavailable', `The service ${this.replicas.service} did not answer. ${advice}`, 2);
  }

  private overloaded(): Problem {
    const { service } = this.replicas;
    return this.problem(
      'overloaded',
      `${this.inFlight} calls to the service ${service} are being answered. ${SIMPLY_AGAIN}`,
      1,
    );
  }

  private problem(code: string, detail: string, retryAfter: number): Problem {
    const title = code === 'overloaded' ? 'Too much work is waiting' : 'Service not available';
    return unavailable(code, title, detail, retryAfter, { service: this.replicas.service });
  }
}
