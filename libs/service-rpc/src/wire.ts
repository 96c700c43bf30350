import { Problem } from '@opsledger/service-kit';

/** What can be asked of a process that runs services. */
export const CALLS = {
  /** Both ends show that they know the secret; before everything else, where there is one. */
  prove: 'opsledger.prove',
  /** Which services run here; also the heartbeat. */
  hello: 'opsledger.hello',
  command: 'opsledger.command',
  query: 'opsledger.query',
  readers: 'opsledger.readers',
  rebuild: 'opsledger.rebuild',
  parked: 'opsledger.parked',
  retryParked: 'opsledger.retry-parked',
} as const;

export type Call = (typeof CALLS)[keyof typeof CALLS];

/** A problem as it travels: all that `Problem` holds, nothing else. */
export type ToldProblem = Pick<Problem, 'status' | 'code' | 'title' | 'detail' | 'extensions'>;

/** `notTaken`: nothing was begun, another replica may be asked. */
export type Answer<Result = unknown> =
  | { readonly result?: Result }
  | { readonly problem: ToldProblem }
  | { readonly notTaken: 'stopping' | 'overloaded' | 'not admitted' | 'no secret' };

/** What is made up for one round, and what shows that the secret is known. A caller says the one, then the other. */
export interface Challenge {
  readonly nonce: string;
  readonly proof: string;
}

/** What a process answers to who it is: names of the services that it runs. */
export interface Hello {
  readonly services: readonly string[];
}

/** A problem as it goes over the wire; stack and cause stay behind. */
export const tellProblem = ({ status, code, title, detail, extensions }: Problem): ToldProblem => ({
  status,
  code,
  title,
  detail,
  extensions,
});

/** A problem as it was on the other side, so that callers need not know that a service is elsewhere. */
export const toldProblem = ({ status, code, title, detail, extensions }: ToldProblem): Problem =>
  new Problem(status, code, title, detail, extensions);
