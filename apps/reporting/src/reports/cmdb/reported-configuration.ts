import type { ListReportedConfiguration, ParamsOf, ReportedConfiguration, ResultOf } from '@opsledger/contracts';
import type { QueryContext } from '@opsledger/service-kit';
import { answerFactsBehind, type Behind } from '../answer';
import { referenceOf } from '../rows';
import { configuration } from './configuration';

/** `GET /v1/reports/cmdb/records`: one line per record behind a figure, oldest first. */
export const listReportedConfiguration = (
  params: ParamsOf<typeof ListReportedConfiguration>,
  context: QueryContext,
): Promise<ResultOf<typeof ListReportedConfiguration>> =>
  answerFactsBehind<Fact, ReportedConfiguration>(configuration, 'reported-configuration', params, context, recordOf);

/** As the report sees items, changes of items and comparisons alike. */
type Fact = Pick<
  ReportedConfiguration,
  'record' | 'id' | 'number' | 'class' | 'environment' | 'team' | 'missing' | 'part' | 'fields' | 'source' | 'verdict'
> & {
  readonly item_id: string | null;
  readonly item: string | null;
  readonly by_id: string | null;
  readonly by: string | null;
  readonly change_id: string | null;
  readonly change: string | null;
};

const recordOf = (row: Behind<Fact>, counted: boolean): ReportedConfiguration => ({
  record: row.record,
  id: row.id,
  number: row.number,
  item: referenceOf(row.item_id, row.item),
  class: row.class,
  environment: row.environment,
  team: row.team,
  missing: row.missing,
  part: row.part,
  fields: row.fields,
  source: row.source,
  by: referenceOf(row.by_id, row.by),
  verdict: row.verdict,
  change: referenceOf(row.change_id, row.change),
  at: row.at,
  value: row.value,
  counted,
});
