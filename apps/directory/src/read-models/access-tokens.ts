import type { AccessTokenEvent, Role, TokenHolder } from '@opsledger/contracts';
import { projection } from '@opsledger/event-sourcing';

/** Without the hash: what lists tokens has no use for it. */
export interface AccessTokenRow {
  readonly id: string;
  readonly label: string;
  readonly holder_id: string;
  readonly holder_name: string;
  readonly holder_kind: TokenHolder['kind'];
  readonly roles: readonly Role[];
  readonly issued_at: string;
  readonly issued_by_id: string;
  readonly issued_by_name: string;
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly version: number;
}

export const accessTokens = projection<AccessTokenRow, AccessTokenEvent>({
  name: 'directory-access-tokens',
  version: 1,
  table: {
    schema: 'directory',
    name: 'access_tokens',
    key: 'id',
    columns: {
      id: 'text',
      label: 'text not null',
      holder_id: 'text not null',
      holder_name: 'text not null',
      holder_kind: 'text not null',
      roles: 'text[] not null',
      issued_at: 'timestamptz not null',
      issued_by_id: 'text not null',
      issued_by_name: 'text not null',
      expires_at: 'timestamptz',
      revoked_at: 'timestamptz',
      version: 'integer not null',
    },
    indexes: ['(issued_at desc, id)', '(holder_id)'],
    comment: 'Access tokens that were issued; neither tokens nor their hashes.',
  },
  handlers: {
    AccessTokenIssued: (_, { subject, data, occurredAt, revision, metadata: { actor } }) => ({
      id: subject,
      label: data.label,
      holder_id: data.holder.id,
      holder_name: data.holder.name,
      holder_kind: data.holder.kind,
      roles: data.roles,
      issued_at: occurredAt,
      issued_by_id: actor.id,
      issued_by_name: actor.name,
      expires_at: data.expiresAt,
      revoked_at: null,
      version: revision,
    }),
    AccessTokenRevoked: (row, { occurredAt, revision }) => row && { ...row, revoked_at: occurredAt, version: revision },
  },
});
