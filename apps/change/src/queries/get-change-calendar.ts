import type { ChangeWindowView, GetChangeCalendar, ParamsOf, ResultOf } from '@opsledger/contracts';
import { Problem, type QueryContext } from '@opsledger/service-kit';
import { sql } from 'kysely';
import { changeList, type ChangeListRow } from '../read-models/change-list';
import { frozenWithin, windowList } from '../read-models/change-windows';
import type { ViewRow } from '../read-models/view-list';
import { filtered } from './list-changes';

const DAY_MS = 86_400_000;
const MOST_DAYS = 750;
const MOST_ENTRIES = 2_000;

/** Changes with a planned time that are not canceled, and freezes. */
export async function getChangeCalendar(
  params: ParamsOf<typeof GetChangeCalendar>,
  context: QueryContext,
): Promise<ResultOf<typeof GetChangeCalendar>> {
  await context.upToDate(changeList.name);
  await context.upToDate(windowList.name);
  const now = context.clock().getTime();
  const from = new Date(params.from ?? now - 31 * DAY_MS).toISOString();
  const to = new Date(params.to ?? now + 366 * DAY_MS).toISOString();
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days <= 0 || days > MOST_DAYS)
    throw new Problem(
      400,
      'invalid-parameters',
      'No such time',
      `to must lie after from, by at most ${MOST_DAYS} days.`,
    );
  const changes = filtered(context.db.selectFrom('change.changes').select('summary'), {
    plannedFrom: from,
    plannedTo: to,
    serviceId: params.serviceId,
    teamId: params.teamId,
  })
    .where('state', '<>', 'canceled')
    .orderBy('planned_start')
    .orderBy('id')
    .limit(MOST_ENTRIES + 1);
  const rows = (await changes.execute()) as ChangeListRow[];
  const entries = rows.slice(0, MOST_ENTRIES).map(({ summary: it }) => ({
    id: it.id,
    number: it.number,
    kind: 'change' as const,
    title: `${it.number} ${it.title}`,
    start: it.plannedStart!,
    end: it.plannedEnd!,
    status: ['draft', 'assess', 'authorize'].includes(it.state) ? ('tentative' as const) : ('confirmed' as const),
    description: [`${it.type}, ${it.state}`, it.risk && `risk ${it.risk}`, it.service?.name, it.team?.name]
      .filter(Boolean)
      .join(', '),
    updatedAt: it.updatedAt,
    version: it.version,
  }));
  const frozen = await sql<ViewRow<ChangeWindowView>>`
    select * from change.change_windows where ${frozenWithin(from, to)}
    order by id limit ${MOST_ENTRIES + 1}`.execute(context.db);
  const freezes = frozen.rows.slice(0, MOST_ENTRIES).flatMap(({ view: { id, number, freeze, updatedAt, version } }) =>
    freeze
      ? [
          {
            id,
            number,
            kind: 'freeze' as const,
            title: `Freeze: ${freeze.name}`,
            start: freeze.from,
            end: freeze.to,
            status: 'confirmed' as const,
            description: freeze.reason,
            updatedAt,
            version,
          },
        ]
      : [],
  );
  const all = [...entries, ...freezes].sort((one, other) => (one.start < other.start ? -1 : 1));
  return { name: 'Changes', entries: all, truncated: [rows, frozen.rows].some(({ length }) => length > MOST_ENTRIES) };
}
