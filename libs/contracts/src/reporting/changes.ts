import { Type, type Static } from '@sinclair/typebox';
import { CHANGE_TYPES, RISK_LEVELS } from '../change/change-lifecycle';
import { Line, Maybe, OneOf, Payload, listParams, queriesOf } from '../kit';
import { RecordsOf, ReportOf, ReportRowOf, addedToFigure, asOf, groupedBy, period, roles } from './report-params';

const query = queriesOf('reporting');
const { Optional } = Type;
const Text = Type.String();

/** Figures of the change report, in the order in which it shows them; `open` comes last. */
export const CHANGE_FIGURES = [
  'drafted',
  'successful',
  'successfulWithIssues',
  'unsuccessful',
  'backedOut',
  'emergency',
  'causedIncidents',
  'leadTime',
  'submittedToClosed',
  'submittedToApproved',
  'approvedToStarted',
  'implementation',
  'canceled',
  'open',
] as const;
export type ChangeFigure = (typeof CHANGE_FIGURES)[number];

const DIMENSIONS = ['team', 'service', 'type', 'risk', 'category'] as const;
const filters = {
  teamId: Optional(Line(200)),
  serviceId: Optional(Line(200)),
  type: Optional(OneOf(CHANGE_TYPES)),
  risk: Optional(OneOf(RISK_LEVELS)),
  category: Optional(Line(200)),
};

const ChangeReportRow = ReportRowOf({
  teamId: Optional(Maybe(Text)),
  team: Optional(Maybe(Text)),
  serviceId: Optional(Maybe(Text)),
  service: Optional(Maybe(Text)),
  type: Optional(Maybe(Text)),
  risk: Optional(Maybe(Text)),
  category: Optional(Maybe(Text)),
});

export const ReportChanges = query('ReportChanges', {
  route: 'GET /v1/reports/changes',
  roles,
  csv: true,
  summary: 'Change figures for a period',
  description:
    'Success and its opposites, emergency share, changes that caused incidents, lead times (mean, median, 90th and 95th ' +
    'percentile, in minutes). Every figure is defined in `definitions`, with its version and the changes behind it.',
  params: Payload({
    ...period,
    by: groupedBy(DIMENSIONS),
    asOf,
    ...filters,
  }),
  result: ReportOf(ChangeReportRow),
});

export const ReportedChange = Type.Object({
  id: Text,
  number: Text,
  title: Maybe(Text),
  type: Text,
  risk: Maybe(Text),
  state: Text,
  result: Maybe(Text),
  team: Maybe(Text),
  service: Maybe(Text),
  incidents: Type.Integer({ description: 'How many incidents name it as their cause.' }),
  ...addedToFigure,
});
export type ReportedChange = Static<typeof ReportedChange>;

export const ListReportedChanges = query('ListReportedChanges', {
  route: 'GET /v1/reports/changes/records',
  roles,
  summary: 'The changes behind a figure',
  params: Payload({ ...listParams, figure: OneOf(CHANGE_FIGURES), ...period, asOf, ...filters }),
  result: RecordsOf(ReportedChange),
});

export const changeReportQueries = [ReportChanges, ListReportedChanges] as const;
