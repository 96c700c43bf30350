import type { PoolClient } from 'pg';

/** What hangs on a table and would be lost with it. */
export interface Dependents {
  /** Takes off the table what reads it: policies, its own included, then views. */
  readonly detach: readonly string[];
  /** Makes all that others put on the table again, on the one that now has its name. */
  readonly attach: readonly string[];
}

/** Relations that read the table, directly or by way of one another; the table itself has depth 0. */
const RELATIONS = `
  with recursive reading (oid, depth) as (
    select $1::regclass::oid, 0
    union
    select rule.ev_class, depth + 1
    from reading
    join pg_depend on refclassid = 'pg_class'::regclass and refobjid = reading.oid and classid = 'pg_rewrite'::regclass
    join pg_rewrite as rule on rule.oid = pg_depend.objid and rule.ev_class <> reading.oid)
  select c.oid, max(depth) as depth, format('%I.%I', nspname, relname) as name, c.reloptions, c.relacl, c.relowner,
    c.relnamespace,
    c.relpersistence = 't' as is_temporary
  from reading join pg_class as c using (oid) join pg_namespace as n on n.oid = c.relnamespace
  where depth = 0 or relkind = 'v'
  group by c.oid, nspname`;

/** Triggers and rules that somebody put on a relation, and whether they are on, as `pg_trigger.tgenabled` has it. */
const REACTIONS = `
  select tgrelid as oid, 'trigger' as kind, tgname as called, tgenabled as enabled, pg_get_triggerdef(oid) as sql
  from pg_trigger where not tgisinternal
  union all
  select ev_class, 'rule', rulename, ev_enabled, pg_get_ruledef(oid) from pg_rewrite where rulename <> '_RETURN'`;

/** Policies on the table, and those of any table that read it or a view over it. */
const POLICIES = `
  select distinct format('%I.%I', nspname, relname) as name, pg_policies.*, obj_description(pg_policy.oid, 'pg_policy') as comment
  from hanging
  join pg_depend on refclassid = 'pg_class'::regclass and refobjid = hanging.oid and classid = 'pg_policy'::regclass
  join pg_policy on pg_policy.oid = objid
  join pg_class as c on c.oid = polrelid join pg_namespace as n on n.oid = c.relnamespace
  join pg_policies on (schemaname, tablename, policyname) = (nspname, relname, polname)`;

/** To whom what we make is granted by default; of the successor, which is made already, also what it has. */
const GRANTED_BY_DEFAULT = `
  select relation.name, relation.relowner, grantee
  from relation
  join pg_default_acl on defaclrole = current_user::regrole and defaclobjtype = 'r'
    and defaclnamespace in (0, relation.relnamespace)
  cross join aclexplode(defaclacl)
  union
  select relation.name, relation.relowner, grantee
  from relation cross join pg_class as successor cross join aclexplode(successor.relacl)
  where depth = 0 and successor.oid = $2::regclass`;

const STATEMENTS = `
  with hanging as (${RELATIONS}), relation as (select * from hanging where not is_temporary),
    view as (select * from relation where depth > 0),
    reaction as (select name, kind, called, enabled, sql from relation join (${REACTIONS}) as reaction using (oid)),
    policy as (${POLICIES}), granted_by_default as (${GRANTED_BY_DEFAULT})
  select 'detach' as step, -1000 as place, format('drop policy %I on %s', policyname, name) as sql from policy
  union all
  select 'detach', -depth, format('drop view %s', name) from hanging where depth > 0
  union all
  select 'attach', depth, format('create view %s %s as %s', name,
    'with (' || array_to_string(reloptions, ', ') || ')', pg_get_viewdef(oid)) from view
  union all
  select 'attach', 800, format('alter view %s alter column %I set default %s', name, attname, pg_get_expr(adbin, adrelid))
  from view join pg_attrdef on adrelid = view.oid join pg_attribute on attrelid = adrelid and attnum = adnum
  union all
  select 'attach', 800, sql from reaction
  union all
  select 'attach', 850, format('alter table %s %s %s %I', name,
    case enabled when 'D' then 'disable' when 'R' then 'enable replica' else 'enable always' end, kind, called)
  from reaction where enabled <> 'O'
  union all
  select 'attach', 800, format('alter table %s %s row level security', name, does)
  from relation join pg_class as c using (oid),
    lateral (values ('enable', relrowsecurity), ('force', relforcerowsecurity)) as security (does, is_so)
  where is_so
  union all
  select 'attach', 800, format('create policy %I on %s as %s for %s to %s', policyname, name, permissive, cmd,
    (select string_agg(quote_ident(role), ', ') from unnest(roles) as role))
    || coalesce(' using (' || qual || ')', '') || coalesce(' with check (' || with_check || ')', '')
  from policy
  union all
  select 'attach', 1000, format('comment on policy %I on %s is %L', policyname, name, comment) from policy
  where comment is not null
  union all
  select 'attach', 900, format('alter view %s owner to %I', name, pg_get_userbyid(relowner)) from view
  union all
  select 'attach', 1000, format('comment on view %s is %L', name, obj_description(oid, 'pg_class')) from view
  where obj_description(oid, 'pg_class') is not null
  union all
  select 'attach', 1000, format('comment on column %s.%I is %L', name, attname, description)
  from view
  join pg_description on classoid = 'pg_class'::regclass and objoid = oid
  join pg_attribute on attrelid = oid and attnum = objsubid and attnum > 0
  union all
  select 'attach', 950, format('revoke all on %s from %s', name, coalesce(quote_ident(rolname), 'public'))
  from granted_by_default left join pg_roles on pg_roles.oid = grantee where grantee <> relowner
  union all
  select 'attach', 1000, format('grant %s on %s to %s', privilege_type, name, coalesce(quote_ident(rolname), 'public'))
    || case when is_grantable then ' with grant option' else '' end
  from relation, aclexplode(relacl) left join pg_roles on pg_roles.oid = grantee
  union all
  select 'attach', 1000, format('grant %s (%I) on %s to %s', privilege_type, attname, name,
    coalesce(quote_ident(rolname), 'public')) || case when is_grantable then ' with grant option' else '' end
  from relation join pg_attribute on attrelid = oid and attnum > 0 and not attisdropped,
    aclexplode(attacl) left join pg_roles on pg_roles.oid = grantee
  where depth > 0 or attname in (select attname from pg_attribute where attrelid = $2::regclass and not attisdropped)
  order by place`;

/**
 * What others put on a table, as statements that move it to its successor: row-level security and its policies, grants,
 * triggers, rules, the views that read it with all that is on them, and the policies of other tables that read any of
 * this. Grants on columns that the successor no longer has go, and so do indexes, constraints and comments of others on
 * the table itself, and its places in publications. Temporary views go as well: nobody can make one in the session of
 * another.
 * Whatever else depends on the table, such as a materialised view, makes PostgreSQL refuse the swap; so does what names
 * a column that the successor no longer has, such as a policy; a policy on a table that is not ours; and a view whose
 * owner we must not act for: run by another it might show what its owner must not see.
 *
 * @param table qualified, as is its successor
 */
export async function dependentsOf(client: PoolClient, table: string, successor: string): Promise<Dependents> {
  const { rows } = await client.query<{ step: keyof Dependents; sql: string }>(STATEMENTS, [table, successor]);
  const of = (wanted: keyof Dependents): readonly string[] =>
    rows.filter(({ step }) => step === wanted).map(({ sql }) => sql.replace(/;?\s*$/, ';'));
  return { detach: of('detach'), attach: of('attach') };
}
