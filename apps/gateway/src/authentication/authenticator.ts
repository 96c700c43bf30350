import { AuthenticateToken, hashAccessToken, type ResultOf, type Role } from '@opsledger/contracts';
import { Problem, type Services } from '@opsledger/service-kit';
import { LRUCache } from 'lru-cache';
import type { Session } from './session';

/** A revoked token stops working after this at the latest, in milliseconds. */
const KNOWN_FOR = 5_000;
/** A token just issued may be tried again after this. */
const UNKNOWN_FOR = 1_000;
/** Tokens the directory is asked about at once; guesses must not crowd out its other work. */
const MOST_ASKED = 100;
const GATEWAY = { id: 'gateway', name: 'Gateway', kind: 'service' } as const;

/** Asks the directory whom a bearer token lets in, and remembers for some seconds. */
export class Authenticator {
  private readonly known: LRUCache<string, Session>;
  private readonly unknown: LRUCache<string, true>;
  private readonly asking = new Map<string, Promise<Session | undefined>>();

  constructor(
    private readonly services: Services,
    private readonly clock: () => Date,
  ) {
    const perf = { now: () => clock().getTime() };
    this.known = new LRUCache({ max: 10_000, ttl: KNOWN_FOR, perf });
    this.unknown = new LRUCache({ max: 10_000, ttl: UNKNOWN_FOR, perf });
  }

  /** @throws Problem 401 unless the header carries a token that is good now */
  authenticate(authorization: string | undefined): Session | Promise<Session> {
    const token = authorization && /^Bearer +([\x21-\x7e]{1,500}) *$/i.exec(authorization)?.[1];
    if (!token) throw unauthenticated('Send an access token: `Authorization: Bearer <token>`.');
    const tokenHash = hashAccessToken(token);
    const session = this.known.get(tokenHash);
    return session && this.isGood(session) ? session : this.ask(tokenHash);
  }

  /** Whether a header that was good once still is; a directory that cannot be asked takes nothing away. */
  async isStillGood(authorization: string | undefined): Promise<boolean> {
    try {
      await this.authenticate(authorization);
      return true;
    } catch (error) {
      return !(error instanceof Problem && error.status === 401);
    }
  }

  private async ask(tokenHash: string): Promise<Session> {
    if (this.unknown.get(tokenHash)) throw refused();
    let answer = this.asking.get(tokenHash);
    if (!answer) {
      if (this.asking.size >= MOST_ASKED) throw tooManyUnknown();
      answer = this.askDirectory(tokenHash).finally(() => this.asking.delete(tokenHash));
      this.asking.set(tokenHash, answer);
    }
    const session = await answer;
    if (!session || !this.isGood(session)) throw refused();
    return session;
  }

  private isGood({ until }: Session): boolean {
    return until > this.clock().getTime();
  }

  private async askDirectory(tokenHash: string): Promise<Session | undefined> {
    const found = (await this.services.query({
      service: AuthenticateToken.service,
      type: AuthenticateToken.name,
      params: { tokenHash },
      actor: GATEWAY,
    })) as ResultOf<typeof AuthenticateToken>;
    if (!found) {
      this.unknown.set(tokenHash, true);
      return undefined;
    }
    const roles = found.roles as readonly Role[];
    const session: Session = {
      actor: found.actor,
      roles,
      isAdmin: roles.includes('admin'),
      until: found.expiresAt ? Date.parse(found.expiresAt) : Infinity,
      tokenHash,
    };
    this.known.set(tokenHash, session);
    return session;
  }
}

const unauthenticated = (detail: string): Problem =>
  new Problem(401, 'unauthenticated', 'Authentication needed', detail);

/** The same for unknown, revoked and expired tokens. */
const refused = (): Problem =>
  unauthenticated(
    'This access token is unknown, revoked or expired. An admin issues another with POST /v1/access-tokens; ' +
      'on the server itself, start with OPSLEDGER_TOKEN set to one of your choice.',
  );

const tooManyUnknown = (): Problem =>
  new Problem(503, 'overloaded', 'Too much work is waiting', `${MOST_ASKED} tokens are being looked up.`, {
    retryAfter: 1,
  });
