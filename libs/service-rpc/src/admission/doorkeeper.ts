import type { Answer, Challenge } from '../wire';
import { isProof, newNonce, prove, type Round, type Secrets } from './secret';

const NOT_ADMITTED = { notTaken: 'not admitted' } as const;
const NONCE = /^[\w-]{16,64}$/;

/** Lets those in who know the secret, connection by connection; where there is none, everybody. */
export class Doorkeeper {
  private readonly admitted = new WeakSet<object>();
  private readonly rounds = new WeakMap<object, Round>();

  constructor(private readonly secrets: Secrets) {}

  admits(connection: object): boolean {
    return this.secrets.length === 0 || this.admitted.has(connection);
  }

  /** One step: whoever comes names a nonce and is given ours, with our proof; then it shows its own. */
  answer(connection: object, step: unknown): Answer<Challenge> {
    if (this.secrets.length === 0) return { notTaken: 'no secret' };
    const { nonce, proof } = (step ?? {}) as Partial<Record<keyof Challenge, unknown>>;
    if (typeof nonce === 'string' && NONCE.test(nonce)) {
      const round = { client: nonce, server: newNonce() };
      this.rounds.set(connection, round);
      return { result: { nonce: round.server, proof: prove(this.secrets, 'server', round) } };
    }
    const round = this.rounds.get(connection);
    this.rounds.delete(connection);
    if (!round || typeof proof !== 'string' || !isProof(proof, this.secrets, 'client', round)) return NOT_ADMITTED;
    this.admitted.add(connection);
    return {};
  }

  /** What everybody else is told, whatever they ask: nothing was begun. */
  get refusal(): Answer<never> {
    return NOT_ADMITTED;
  }
}
