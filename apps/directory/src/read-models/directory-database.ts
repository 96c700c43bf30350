import type { Kysely } from 'kysely';
import type { AccessTokenRow } from './access-tokens';
import type { MembershipRow } from './memberships';
import type { PersonRow } from './people';
import type { TeamRow } from './teams';

/** The directory's tables, for typed reads. */
interface DirectoryTables {
  'directory.people': PersonRow;
  'directory.teams': TeamRow;
  'directory.memberships': MembershipRow;
  'directory.access_tokens': AccessTokenRow;
}

export type DirectoryDatabase = Kysely<DirectoryTables>;
