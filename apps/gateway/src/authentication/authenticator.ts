import { createHash } from 'node:crypto';
import { AuthenticateToken, type ResultOf, type Role } from '@opsledger/contracts';
import { Problem, type Services } from '@opsledger/service-kit';
import { LRUCache } from 'lru-cache';
import type { Session } from './session';

/** A revoked token stops working after this at the latest, in milliseconds. */
const KNOWN_FOR = 5_000;
/** A token just issued may be tried again after this. */
const UNKNOWN_FOR = 1_000;
const GATEWAY = { id: 'gateway', name: 'Gateway', kind: 'service' } as const;

/** Asks the directory whom a bearer token lets in, and remembers for some seconds. */
export class Authenticator {
  private readonly known = new LRUCache<string, Session>({ max: 10_000, ttl: KNOWN_FOR });
  private readonly unknown = new LRUCache<string, true>({ max: 10_000, ttl: UNKNOWN_FOR });
  private readonly asking = new Map<string, Promise<Session | undefined>>();

  constructor(
    private readonly services: Services,
    private readonly clock: () => Date,
  ) {}

  /** @throws Problem 401 unless the header carries a token that is good now */
  authenticate(authorization: string | undefined): Session | Promise<Session> {
    const token = authorization && /^Bearer +([\x21-\x7e]{1,500}) *$/i.exec(authorization)?.[1];
    if (!token) throw unauthenticated('Send an access token: `Authorization: Bearer <token>`.');
    const tokenHash = createHash('sha256').update(token).digest('hex');
    const session = this.known.get(tokenHash);
    if (session && session.until > this.clock().getTime()) return session;
    return this.ask(tokenHash);
  }

  private async ask(tokenHash: string): Promise<Session> {
    if (this.unknown.get(tokenHash)) throw refused();
    let answer = this.asking.get(tokenHash);
    if (!answer) {
      answer = this.askDirectory(tokenHash).finally(() => this.asking.delete(tokenHash));
      this.asking.set(tokenHash, answer);
    }
    const session = await answer;
    if (!session) throw refused();
    return session;
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
