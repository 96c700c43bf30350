import type { AccessTokenView, ListAccessTokens, ParamsOf, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import type { DirectoryDatabase } from '../database';
import { instant, keysetPage, maybeInstant } from '../page';
import { accessTokens, type AccessTokenRow } from './access-tokens';

export async function listAccessTokens(
  { person, state, ...page }: ParamsOf<typeof ListAccessTokens>,
  { db, clock, upToDate }: QueryContext,
): Promise<ResultOf<typeof ListAccessTokens>> {
  await upToDate(accessTokens.name);
  const now = clock().toISOString();
  let query = (db as DirectoryDatabase).selectFrom('directory.access_tokens').selectAll();
  if (person !== undefined) query = query.where('holder_id', '=', person);
  if (state !== undefined) query = query.where(isIn(state, now));
  const order = { by: sql`issued_at`, type: 'timestamptz', descending: true } as const;
  return keysetPage(query, page, order, (row: AccessTokenRow) => viewOf(row, now));
}

type State = AccessTokenView['state'];

function isIn(state: State, now: string) {
  switch (state) {
    case 'revoked':
      return sql<boolean>`revoked_at is not null`;
    case 'expired':
      return sql<boolean>`revoked_at is null and expires_at <= ${now}::timestamptz`;
    case 'active':
      return sql<boolean>`revoked_at is null and (expires_at is null or expires_at > ${now}::timestamptz)`;
    default:
      return state satisfies never;
  }
}

function viewOf(row: AccessTokenRow, now: string): AccessTokenView {
  const expiresAt = maybeInstant(row.expires_at);
  const revokedAt = maybeInstant(row.revoked_at);
  return {
    id: row.id,
    label: row.label,
    holder: { id: row.holder_id, name: row.holder_name, kind: row.holder_kind },
    roles: [...row.roles],
    issuedAt: instant(row.issued_at),
    issuedBy: { id: row.issued_by_id, name: row.issued_by_name },
    expiresAt,
    revokedAt,
    state: revokedAt ? 'revoked' : expiresAt && expiresAt <= now ? 'expired' : 'active',
    version: row.version,
  };
}
