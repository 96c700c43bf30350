/** Channel that says the log has grown; its payload is the last position. */
export const CHANNEL = 'opsledger_appended';

/** The advisory lock under which appends take place, one batch after the other; fixed for ever, as the function is. */
export const APPEND_LOCK = 7_305_110_002;

/** Keeps the plans at index probes, however small the table was when they were cached. */
const PLANS = `
set plan_cache_mode = force_generic_plan
set enable_seqscan = off
set enable_bitmapscan = off`;

/**
 * Appends a batch in one round trip. Every array has one element per event; `previous` holds the hash of the head
 * the writer read for the first event of an append, and null for the others. Answers the log's last position before
 * this batch, and which appends were refused and why; the accepted ones follow that position without a gap.
 *
 * The advisory lock is held through commit: positions become visible in order, and only writers wait for each
 * other. Every statement takes its own snapshot after the lock, which plain SQL would not.
 *
 * Nearly every batch is clean, so it is inserted at once and the unique keys are the check. Only when one of them
 * or a head says no, every append is looked at, and the batch is inserted without the refused ones.
 */
const APPEND_EVENTS = `
create function opsledger.append_events(
  appends integer[], streams text[], revisions integer[], ids uuid[], types text[], data json[], metadata json[],
  occurred timestamptz[], hashes bytea[], previous bytea[], recorded timestamptz,
  out last_position bigint, out refused json
)
language plpgsql volatile ${PLANS}
as $$
declare
  no_stream constant bytea := decode(repeat('0', 64), 'hex');
  careful boolean;
begin
  perform pg_advisory_xact_lock(7305110002);

  last_position := coalesce((select l.position from opsledger.events l order by l.position desc limit 1), 0);

  careful := exists (
    select from unnest(streams, revisions, previous) as e (stream, revision, previous)
     where e.previous is not null
       and e.previous is distinct from case
             when e.revision = 1 then no_stream
             else (select l.hash from opsledger.events l where l.stream_id = e.stream and l.revision = e.revision - 1)
           end);

  loop
    if careful then
      refused := opsledger.refused_appends(appends, streams, revisions, ids, previous);
      select array_agg(e.stream order by e.n), array_agg(e.revision order by e.n), array_agg(e.id order by e.n),
             array_agg(e.type order by e.n), array_agg(e.data order by e.n), array_agg(e.metadata order by e.n),
             array_agg(e.occurred order by e.n), array_agg(e.hash order by e.n)
        into streams, revisions, ids, types, data, metadata, occurred, hashes
        from unnest(appends, streams, revisions, ids, types, data, metadata, occurred, hashes) with ordinality
          as e (append, stream, revision, id, type, data, metadata, occurred, hash, n)
       where e.append not in (
         select (r ->> 'append')::integer from json_array_elements(coalesce(refused, '[]')) r);
      exit when ids is null;
    end if;

    begin
      insert into opsledger.events
        (position, stream_id, revision, id, type, data, metadata, occurred_at, recorded_at, hash)
      select last_position + e.n, e.stream, e.revision, e.id, e.type, e.data, e.metadata, e.occurred, recorded, e.hash
        from unnest(streams, revisions, ids, types, data, metadata, occurred, hashes) with ordinality
          as e (stream, revision, id, type, data, metadata, occurred, hash, n);
      perform pg_notify('${CHANNEL}', (last_position + cardinality(ids))::text);
      exit;
    exception when unique_violation then
      if careful then raise; end if;
      careful := true;
    end;
  end loop;
end
$$;
`;

/** Which appends the log does not accept as it stands, as JSON; null when it accepts them all. */
const REFUSED_APPENDS = `
create function opsledger.refused_appends(
  appends integer[], streams text[], revisions integer[], ids uuid[], previous bytea[]
)
returns json
language plpgsql volatile ${PLANS}
as $$
begin
  return (
    with known as (
      select e.append, (array_agg(e.id order by e.n))[1] as id
        from unnest(appends, ids) with ordinality as e (append, id, n)
       where (select true from opsledger.events l where l.id = e.id)
       group by e.append
    )
    select json_agg(json_build_object(
             'append', a.append,
             'revision', coalesce(head.revision, 0),
             'repeated', coalesce(known.id = a.id, false),
             'taken', known.id))
      from unnest(appends, streams, revisions, ids, previous) as a (append, stream, revision, id, previous)
      left join known on known.append = a.append
      left join lateral (
        select l.revision, l.hash from opsledger.events l
         where l.stream_id = a.stream order by l.revision desc limit 1
      ) head on true
     where a.previous is not null
       and (known.id is not null
         or coalesce(head.revision, 0) <> a.revision - 1
         or coalesce(head.hash, decode(repeat('0', 64), 'hex')) <> a.previous)
  );
end
$$;
`;

/** SQL that creates both functions; a step of the schema: once out it stays as it is, and a change is another step. */
export const APPEND_FUNCTIONS = APPEND_EVENTS + REFUSED_APPENDS;
