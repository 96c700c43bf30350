import {
  GetPerson,
  GrantRoles,
  IssueAccessToken,
  ListAccessTokens,
  RegisterPerson,
  RevokeAccessToken,
  RevokeRoles,
  type PersonView,
  type Reference,
} from '@opsledger/contracts';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { admitted } from './admitted';
import type { DemoMark } from './demo-mark';
import { DAY, HOUR, iso } from './times';
import { yearBefore } from './year';

const NAME = 'Marion Keller';

/**
 * Who approves changes and publishes articles: nobody may do so for them, and nobody for what they wrote themselves.
 * What they did is told late, which takes an administrator: they are one, with a token of their own, for as long as the
 * demo is told. Whether they still are says whether it was told to its end.
 */
interface Reviewer {
  readonly self: Reference;
  /** Absent: everything they did was told before. */
  readonly api: Api | undefined;
  /** Takes the token back. */
  leave(): Promise<void>;
  /** Everything is told: takes the role back. */
  finish(): Promise<void>;
}

export async function reviewerOf(mark: DemoMark, api: Api): Promise<Reviewer> {
  const give = (path: string, key: string, at: string, data: object): Promise<Receipt> =>
    api.post(path, data, {
      'idempotency-key': `demo/${mark.seed}/${mark.incidents}/reviewer/${key}`,
      'opsledger-occurred-at': at,
    });
  const joined = iso(yearBefore(Date.parse(mark.until)) - 400 * DAY);
  const roles = ['agent', 'change-manager', 'knowledge-editor'];
  const { id } = await give(pathOf(RegisterPerson), 'registered', joined, {
    name: NAME,
    email: 'marion.keller@example.com',
    roles,
  });
  const self = { id, name: NAME };
  const granted = await give(pathOf(GrantRoles, id), 'granted', mark.until, { roles: ['admin'] });
  const isNeeded = !granted.repeated || (await isAdmin(id, api));
  const finish = async (): Promise<void> => {
    if (isNeeded) await give(pathOf(RevokeRoles, id), 'revoked', mark.until, { roles: ['admin'] });
  };
  if (!isNeeded) return { self, api: undefined, leave: async () => {}, finish };
  const issued = await api.post<Receipt & { token: string }>(pathOf(IssueAccessToken), {
    label: 'opsledger demo',
    person: id,
    roles: ['admin', ...roles],
    expiresAt: iso(Date.now() + 12 * HOUR),
  });
  const own = api.as(issued.token);
  const leave = async (): Promise<void> =>
    void (await api.regardless.post(pathOf(RevokeAccessToken, issued.id), { reason: 'The demo is told.' }));
  try {
    await admitted(() => own.get(pathOf(ListAccessTokens), { limit: 1 }));
  } catch (error) {
    await leave();
    throw error;
  }
  return { self, api: own, leave, finish };
}

const isAdmin = async (id: string, api: Api): Promise<boolean> =>
  (await api.get<Partial<PersonView>>(pathOf(GetPerson, id))).roles?.includes('admin') ?? false;
