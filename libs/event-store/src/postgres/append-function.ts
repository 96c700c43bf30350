/** Channel that says the log has grown; its payload is the last position. */
export const CHANNEL = 'opsledger_appended';

/**
 * Appends a batch in one round trip. `appends` says per append which head the writer read, `events` what to
 * record. Answers the log's last position before this batch and which appends were refused, and why; the accepted
 * ones follow that position in their order, without a gap.
 *
 * The advisory lock is held through commit: positions become visible in order, and only writers wait for
 * each other. Every statement takes its own snapshot after the lock, which plain SQL would not. Scalar subqueries
 * and the settings keep the plans at index probes, however small the table was when they were cached.
 */
export const APPEND_FUNCTION = `
create function opsledger.append_events(
  appends json, events json, recorded_at timestamptz, out last_position bigint, out refused json
)
language plpgsql volatile
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off
as $$
#variable_conflict use_column
declare
  appended integer;
begin
  perform pg_advisory_xact_lock(7305110002);

  select coalesce((select e.position from opsledger.events e order by e.position desc limit 1), 0) into last_position;

  select json_agg(json_build_object('append', r.n, 'revision', r.revision, 'repeated', r.repeated, 'taken', r.taken))
    into refused
    from (
      select a.n,
             coalesce(h.revision, 0) as revision,
             exists (select from opsledger.events e where e.id = a.ids[1]) as repeated,
             (select i from unnest(a.ids) i
               where exists (select from opsledger.events e where e.id = i) limit 1) as taken,
             coalesce(h.revision, 0) = a.revision
               and coalesce(h.hash, decode(repeat('0', 64), 'hex')) = decode(a.hash, 'hex') as at_head
        from json_to_recordset(appends) as a (n integer, stream text, revision integer, hash text, ids uuid[])
        left join lateral (
          select e.revision, e.hash from opsledger.events e
           where e.stream_id = a.stream order by e.revision desc limit 1
        ) h on true
    ) r
   where not r.at_head or r.taken is not null;

  insert into opsledger.events
    (position, stream_id, revision, id, type, data, metadata, occurred_at, recorded_at, hash)
  select last_position + row_number() over (), e.stream, e.revision, e.id, e.type, e.data, e.metadata,
         e.occurred_at, append_events.recorded_at, decode(e.hash, 'hex')
    from json_to_recordset(events) as e (
      n integer, stream text, revision integer, id uuid, type text, data json, metadata json,
      occurred_at timestamptz, hash text)
   where refused is null or e.n not in (select (r ->> 'append')::integer from json_array_elements(refused) r);

  get diagnostics appended = row_count;
  if appended > 0 then
    perform pg_notify('${CHANNEL}', (last_position + appended)::text);
  end if;
end
$$;
`;
