import { Type, type Static } from '@sinclair/typebox';
import { Maybe, OneOf, Payload, Reference, listParams, queriesOf } from '../kit';
import { AUDIENCES } from '../knowledge/lifecycle';
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

/** Figures of the knowledge report, in the order in which it shows them; those of an instant come last. */
export const KNOWLEDGE_FIGURES = [
  'drafted',
  'published',
  'timeToPublish',
  'retired',
  'views',
  'reuse',
  'deflection',
  'helpfulness',
  'live',
  'reviewOverdue',
] as const;
export type KnowledgeFigure = (typeof KNOWLEDGE_FIGURES)[number];

const DIMENSIONS = ['audience', 'category', 'service'] as const;
const filters = {
  audience: filterByOne(AUDIENCES, 'Who may read the article'),
  category: filterBy('Category of the article; of an incident, its own'),
  serviceId: filterBy('Id of the service'),
};

const KnowledgeReportRow = ReportRowOf({
  audience: Optional(Maybe(Text)),
  category: Optional(Maybe(Text)),
  serviceId: Optional(Maybe(Text)),
  service: Optional(Maybe(Text)),
});

/**
 * Reuse counts incidents by their final resolution, deflection the views of requesters that are more than 24 hours
 * ago, helpfulness each reader's last answer.
 */
export const ReportKnowledge = query('ReportKnowledge', {
  route: 'GET /v1/reports/knowledge',
  roles: [...roles, 'knowledge-editor'],
  csv: true,
  summary: 'Figures of knowledge for a period',
  description:
    'Articles drafted, published and retired, and how long publishing took; incidents resolved with an article, views that ' +
    'spared an incident, answers of readers; at the end of each period the live articles, and those whose review is overdue. ' +
    'Every figure is defined in `definitions`, with its version and the records behind it.',
  params: Payload({ ...period, by: groupedBy(DIMENSIONS), asOf, ...filters }),
  result: ReportOf(KnowledgeReportRow),
});

/** One line behind a figure; `article` is null for an incident resolved without one, `audience` for every incident. */
export const ReportedKnowledge = Type.Object({
  record: OneOf(['article', 'incident', 'view', 'answer'], {
    description: 'An article, an incident that was resolved, a view, or whether an article helped somebody.',
  }),
  id: Text,
  number: Type.String({ description: 'Of the article; of an incident, its own.' }),
  title: Maybe(Text),
  state: Maybe(Text),
  article: Maybe(Type.String({ description: 'Number of the article it is about, or was resolved with.' })),
  audience: Maybe(OneOf(AUDIENCES)),
  category: Maybe(Text),
  service: Maybe(Reference),
  ...addedToFigure,
});
export type ReportedKnowledge = Static<typeof ReportedKnowledge>;

/**
 * Oldest first, by the instant that counts for the figure; for `live` and `reviewOverdue`, what is so at the end of
 * the period.
 */
export const ListReportedKnowledge = query('ListReportedKnowledge', {
  route: 'GET /v1/reports/knowledge/records',
  roles: [...roles, 'knowledge-editor'],
  summary: 'The articles, incidents, views or answers behind a figure',
  params: Payload({ ...listParams, figure: OneOf(KNOWLEDGE_FIGURES), counting, ...period, asOf, ...filters }),
  result: RecordsOf(ReportedKnowledge),
});

/** The knowledge report, and the articles, incidents, views or answers behind each of its figures. */
export const knowledgeReportQueries = [ReportKnowledge, ListReportedKnowledge] as const;
