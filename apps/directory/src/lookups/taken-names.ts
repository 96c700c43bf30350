import type { Reference } from '@opsledger/contracts';
import { sql } from 'kysely';
import type { DirectoryDatabase } from '../read-models/directory-database';

/** Somebody else, active, with this e-mail address. */
export const activePersonWithEmail = (db: DirectoryDatabase, email: string, except: string) =>
  otherActive(db, except, sql<boolean>`lower(email) = lower(${email})`);

/** Somebody else, active, who signs in as this subject. */
export const activePersonWithSignIn = (db: DirectoryDatabase, oidcSubject: string, except: string) =>
  otherActive(db, except, sql<boolean>`oidc_subject = ${oidcSubject}`);

async function otherActive(db: DirectoryDatabase, except: string, same: ReturnType<typeof sql<boolean>>) {
  const row = await db
    .selectFrom('directory.people')
    .select(['id', 'name'])
    .where(same)
    .where('active', '=', true)
    .where('id', '<>', except)
    .executeTakeFirst();
  return (row ?? null) satisfies Reference | null;
}

/** Another active team of this name, however it is capitalised. */
export async function activeTeamNamed(db: DirectoryDatabase, name: string, except: string): Promise<Reference | null> {
  const row = await db
    .selectFrom('directory.teams')
    .select(['id', 'name'])
    .where(sql<boolean>`lower(name) = lower(${name})`)
    .where('active', '=', true)
    .where('id', '<>', except)
    .executeTakeFirst();
  return row ?? null;
}
