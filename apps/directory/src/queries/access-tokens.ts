import type { AccessTokenView, ListAccessTokens, ParamsOf, ResultOf } from '@opsledger/contracts';
import { keysetPage, whereGiven, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import type { DirectoryDatabase } from '../read-models/directory-database';
import { accessTokens, type AccessTokenRow } from '../read-models/access-tokens';

export async function listAccessTokens(
  { person, state, limit = 50, after }: ParamsOf<typeof ListAccessTokens>,
  { db, clock, upToDate }: QueryContext,
): Promise<ResultOf<typeof ListAccessTokens>> {
  await upToDate(accessTokens.name);
  const now = clock().toISOString();
  const tokens = (db as DirectoryDatabase).selectFrom('directory.access_tokens').selectAll();
  let query = whereGiven(tokens, { holder_id: person });
  if (state !== undefined) query = query.where(isIn(state, now));
  const scope = { list: 'access-tokens', person, state };
  const order = { column: 'issued_at', descending: true };
  const page = await keysetPage<AccessTokenRow>(query, order, { limit, after, scope });
  return { ...page, items: page.items.map((row) => viewOf(row, now)) };
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

function stateOf({ expires_at, revoked_at }: AccessTokenRow, now: string): State {
  if (revoked_at !== null) return 'revoked';
  return expires_at !== null && expires_at <= now ? 'expired' : 'active';
}

function viewOf(row: AccessTokenRow, now: string): AccessTokenView {
  return {
    id: row.id,
    label: row.label,
    holder: { id: row.holder_id, name: row.holder_name, kind: row.holder_kind },
    roles: [...row.roles],
    issuedAt: row.issued_at,
    issuedBy: { id: row.issued_by_id, name: row.issued_by_name },
    expiresAt: row.expires_at,
    revokedAt: row.revoked_at,
    state: stateOf(row, now),
    version: row.version,
  };
}
