import { Type, type Static } from '@sinclair/typebox';
import { CHANGE_TYPES, RISK_LEVELS } from '../change/change-lifecycle';
import { Maybe, OneOf, Payload, listParams, queriesOf } from '../kit';
import { CI_CHANGE_VERDICTS } from './cmdb';
import {
  RecordsOf,
  ReportOf,
  ReportRowOf,
  addedToFigure,
  asOf,
  counting,
  filterBy,
  filterByOne,
  groupedBy,
  period,
  roles,
} from './report-params';

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
  'incidentsCaused',
  'leadTime',
  'draftedToClosed',
  'submittedToApproved',
  'approvedToStarted',
  'implementation',
  'canceled',
  'unauthorised',
  'open',
] as const;
export type ChangeFigure = (typeof CHANGE_FIGURES)[number];

const DIMENSIONS = ['team', 'service', 'type', 'risk', 'category'] as const;
const filters = {
  teamId: filterBy('Id of the team'),
  serviceId: filterBy('Id of the service'),
  type: filterByOne(CHANGE_TYPES, 'Type'),
  risk: filterByOne(RISK_LEVELS, 'Risk'),
  category: filterBy('Category'),
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

/**
 * Populations differ by figure: results by closing, emergency share and causes by the end of implementation,
 * `incidentsCaused` by final resolution. Ratios are Σ numerator ÷ Σ denominator.
 */
export const ReportChanges = query('ReportChanges', {
  route: 'GET /v1/reports/changes',
  roles,
  csv: true,
  summary: 'Change figures for a period',
  description:
    'Success and its opposites, emergency share, changes that caused incidents and incidents caused by a change, lead times ' +
    '(mean, median, 90th and 95th percentile, in minutes), changes seen on configuration items without an open change. Every ' +
    'figure is defined in `definitions`, with its version and the records behind it.',
  params: Payload({
    ...period,
    by: groupedBy(DIMENSIONS),
    asOf,
    ...filters,
  }),
  result: ReportOf(ChangeReportRow),
});

/**
 * One line behind a figure; `incidents` is null but for changes, `changes` but for incidents, `verdict` but for
 * changes seen on items.
 */
export const ReportedChange = Type.Object({
  record: OneOf(['change', 'incident', 'configuration_change'], {
    description: 'What is listed; of a change seen on a configuration item, number and title are those of the item.',
  }),
  id: Text,
  number: Text,
  title: Maybe(Text),
  type: Maybe(Text),
  risk: Maybe(Text),
  state: Maybe(Text),
  result: Maybe(Text),
  team: Maybe(Text),
  service: Maybe(Text),
  incidents: Maybe(Type.Integer({ description: 'How many incidents name the change as their cause.' })),
  changes: Maybe(Type.Integer({ description: 'How many changes the incident names as its cause.' })),
  verdict: Maybe(OneOf(CI_CHANGE_VERDICTS)),
  ...addedToFigure,
});
export type ReportedChange = Static<typeof ReportedChange>;

/**
 * Oldest first, by the instant that counts for the figure; for `open`, what is so at the end of the period. Refused
 * like the report itself.
 */
export const ListReportedChanges = query('ListReportedChanges', {
  route: 'GET /v1/reports/changes/records',
  roles,
  summary: 'The changes, incidents or changed items behind a figure',
  params: Payload({ ...listParams, figure: OneOf(CHANGE_FIGURES), counting, ...period, asOf, ...filters }),
  result: RecordsOf(ReportedChange),
});

/** The change report, and the records behind each of its figures. */
export const changeReportQueries = [ReportChanges, ListReportedChanges] as const;
