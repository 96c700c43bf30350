import { OUTCOME_UNKNOWN, Problem } from '@opsledger/service-kit';
import type { FastifyReply } from 'fastify';

interface InFlightLimits {
  /** Requests at once. */
  readonly most: number;
  /** Milliseconds after which a request that has no answer yet is answered 503. */
  readonly answerWithin: number;
}

interface Started {
  readonly reply: FastifyReply;
  readonly since: number;
  readonly isQuestion: boolean;
}

/** How often requests that take too long are looked for, in milliseconds: one timer for all, none per request. */
const LOOK_EVERY = 1_000;

/** The requests being worked on: not too many at once, and none without an answer for ever. */
export class InFlight {
  /**
   * Places that are taken and given back. A map would be emptied as fast as it is filled: V8 makes its table anew each
   * time, and one that was left behind and has become old keeps all later ones, with every request they held, until the
   * next full collection.
   */
  private readonly places: (Started | undefined)[] = [];
  private readonly free: number[] = [];
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
   * @returns its place, to be given back when it ends
   * @throws Problem 503 when as many as can be are being worked on
   */
  begin(reply: FastifyReply, isQuestion: boolean): number {
    const { most } = this.limits;
    if (this.places.length - this.free.length >= most)
      throw new Problem(503, 'overloaded', 'Too much work is waiting', `${most} requests are being worked on.`, {
        retryAfter: 1,
      });
    const place = this.free.pop() ?? this.places.length;
    this.places[place] = { reply, since: performance.now(), isQuestion };
    return place;
  }

  end(place: number): void {
    this.places[place] = undefined;
    this.free.push(place);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private endOverdue(): void {
    const latest = performance.now() - this.limits.answerWithin;
    for (const started of this.places)
      if (started && started.since <= latest && !started.reply.sent)
        this.giveUp(started.reply, overdue(started.isQuestion));
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
