import { OUTCOME_UNKNOWN, Problem } from '@opsledger/service-kit';
import type { FastifyReply } from 'fastify';

export interface InFlightLimits {
  /** Requests at once. */
  readonly most: number;
  /** Milliseconds after which a request that has no answer yet is answered 503. */
  readonly answerWithin: number;
}

interface Started {
  readonly since: number;
  readonly isQuestion: boolean;
}

/** How often requests that take too long are looked for, in milliseconds: one timer for all, none per request. */
const LOOK_EVERY = 1_000;

/** The requests being worked on: not too many at once, and none without an answer for ever. */
export class InFlight {
  private readonly started = new Map<FastifyReply, Started>();
  private readonly timer: NodeJS.Timeout;

  constructor(
    private readonly limits: InFlightLimits,
    private readonly giveUp: (reply: FastifyReply, problem: Problem) => void,
  ) {
    const every = Math.min(LOOK_EVERY, limits.answerWithin);
    this.timer = setInterval(() => this.endOverdue(), every).unref();
  }

  /**
   * @param isQuestion whether the request changes nothing
   * @throws Problem 503 when as many as can be are being worked on
   */
  begin(reply: FastifyReply, isQuestion: boolean): void {
    const { most } = this.limits;
    if (this.started.size >= most)
      throw new Problem(503, 'overloaded', 'Too much work is waiting', `${most} requests are being worked on.`, {
        retryAfter: 1,
      });
    this.started.set(reply, { since: performance.now(), isQuestion });
  }

  end(reply: FastifyReply): void {
    this.started.delete(reply);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private endOverdue(): void {
    const latest = performance.now() - this.limits.answerWithin;
    for (const [reply, { since, isQuestion }] of this.started) {
      if (since > latest) return;
      if (!reply.sent) this.giveUp(reply, overdue(isQuestion));
    }
  }
}

const overdue = (isQuestion: boolean): Problem =>
  new Problem(
    503,
    'no-answer-in-time',
    'No answer in time',
    isQuestion ? 'The answer took too long. Ask for less at once, or try again.' : OUTCOME_UNKNOWN,
    { retryAfter: 5 },
  );
