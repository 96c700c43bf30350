import { keysetPage, whereGiven, type QueryHandler } from '@opsledger/service-kit';
import { sql } from 'kysely';

const within = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

/** A list whose entries are whole records. */
export const listOfViews =
  (list: { readonly name: string; readonly table: { readonly name: string } }): QueryHandler =>
  async ({ limit = 50, after, state, kind, q }, context) => {
    await context.upToDate(list.name);
    let query = whereGiven(context.db.selectFrom(`change.${list.table.name}`).select('view'), {
      state: state?.split(','),
      kind,
    });
    if (q !== undefined) query = query.where(sql<boolean>`(name ilike ${within(q)} or number ilike ${within(q)})`);
    const page = await keysetPage(
      query,
      { column: 'created_at', descending: true },
      { limit, after, scope: { list: list.name, state, kind, q } },
    );
    return { ...page, items: page.items.map(({ view }) => view) };
  };
