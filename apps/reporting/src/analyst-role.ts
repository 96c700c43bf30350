import type { ProvisionParts } from '@opsledger/service-kit';
import type { Pool } from 'pg';

/** What came of it: without the right to create roles an administrator must do it; see `ANALYST_ROLE_SQL`. */
export type AnalystRole = 'ready' | 'not-permitted';

/**
 * A role for people with SQL clients: it reads the schema `reporting`, now and whenever a table is built anew, and
 * nothing else. It cannot log in until somebody gives it a password:
 *
 *     alter role analyst login password '…';
 *
 * or grants it to a role that can: `grant analyst to grafana;`
 */
export const ANALYST_ROLE_SQL = `
do $$ begin
  perform pg_advisory_xact_lock(hashtextextended('opsledger analyst role', 0));
  if not exists (select from pg_roles where rolname = 'analyst') then
    create role analyst nologin;
  end if;
  create schema if not exists reporting;
  comment on schema reporting is 'Facts for reports and SQL clients, kept up to date from the event log. Read with the role analyst.';
  grant usage on schema reporting to analyst;
  grant select on all tables in schema reporting to analyst;
  alter default privileges in schema reporting grant select on tables to analyst;
end $$`;

const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Creates the role `analyst` when it is missing and gives it what it may read. Roles belong to the whole server, so
 * several databases of one server share it.
 *
 * @throws what the database throws, other than that we may not
 */
export async function provideAnalystRole(pool: Pool): Promise<AnalystRole> {
  try {
    await pool.query(ANALYST_ROLE_SQL);
    return 'ready';
  } catch (error) {
    if ((error as { code?: string }).code === INSUFFICIENT_PRIVILEGE) return 'not-permitted';
    throw error;
  }
}

/** Before the first table is made; where the role cannot be made, whoever starts the process learns of it. */
export async function prepareForAnalysts({ pool, logger }: Pick<ProvisionParts, 'pool' | 'logger'>): Promise<void> {
  if ((await provideAnalystRole(pool)) === 'not-permitted')
    logger.info('the database user may not create the role analyst: people with SQL clients need one of their own');
}
