import type { Pool } from 'pg';
import type { Item, Relation } from './generate';

/** What the views of the configuration hold of a graph, written as they would hold it. */
export async function fillConfiguration(pool: Pool, items: readonly Item[], relations: readonly Relation[]) {
  const columns = [
    items.map(({ id }) => id),
    items.map(({ number }) => number),
    items.map((item) => item.class),
    items.map(({ criticality }) => criticality),
    items.map(({ since }) => since),
  ];
  const from = `unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as item (id, number, class, criticality, since)`;
  const summary = `json_build_object('id', id, 'number', number, 'name', number, 'class', class, 'stage', 'in_use',
    'status', 'operational', 'criticality', criticality, 'environment', 'production', 'location', null, 'serial', null,
    'owner', null, 'ownerTeam', null, 'supportTeam', null, 'importedOnly', false, 'updatedAt', since)`;
  await pool.query(
    `insert into cmdb.items (id, number, name, name_key, class, stage, status, criticality, identities,
       attribute_names, imported, updated_at, summary, item)
     select id, number, number, lower(number), class, 'in_use', 'operational', criticality, '{}', '{}', false,
       since::timestamptz, ${summary}, '{}'
     from ${from}`,
    columns,
  );
  await pool.query(
    `insert into cmdb.item_editions (key, id, edition, number, name, name_key, class, stage, status, criticality,
       updated_at, valid_from, summary)
     select id || ':1', id, 1, number, number, lower(number), class, 'in_use', 'operational', criticality,
       since::timestamptz, since::timestamptz, ${summary}
     from ${from}`,
    columns,
  );
  await pool.query(
    `insert into cmdb.relations
       (id, source_id, source_name, kind, target_id, target_name, needy_id, needed_id, valid_from, valid_to)
     select row_number() over (), source, '', kind, target, '', source::uuid, target::uuid, valid_from::timestamptz, valid_to::timestamptz
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[]) as relation (source, target, kind, valid_from, valid_to)`,
    [
      relations.map(({ source }) => items[source]!.id),
      relations.map(({ target }) => items[target]!.id),
      relations.map(({ kind }) => kind),
      relations.map(({ from }) => from),
      relations.map(({ to }) => to),
    ],
  );
  await pool.query('vacuum analyze');
}
