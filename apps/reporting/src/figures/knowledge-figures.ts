import type { KnowledgeFigure } from '@opsledger/contracts';
import type { Figure } from './figure';

/** Dates by which figures count articles, their use, and incidents. */
export const KNOWLEDGE_DATES = [
  'drafted_at',
  'first_published_at',
  'retired_at',
  'used_at',
  'incident_resolved_at',
] as const;
type Date = (typeof KNOWLEDGE_DATES)[number];
type Id = Exclude<KnowledgeFigure, 'live' | 'reviewOverdue'>;

const definitions: { readonly [One in Id]: Figure<Date> } = {
  drafted: {
    id: 'drafted',
    kind: 'count',
    version: 1,
    title: 'Drafted',
    formula: 'Number of articles begun.',
    cohort: 'Articles whose first draft was begun in the period.',
    edgeCases: 'Drafts of known errors, which problems begin, included. A new version of an article is none.',
    by: 'drafted_at',
  },
  published: {
    id: 'published',
    kind: 'count',
    version: 1,
    title: 'Published',
    formula: 'Number of articles published for the first time.',
    cohort: 'Articles whose first version was published in the period.',
    edgeCases: 'Later versions are not counted again, nor is an article that comes back after it was retired.',
    by: 'first_published_at',
  },
  timeToPublish: {
    id: 'timeToPublish',
    kind: 'duration',
    version: 1,
    title: 'Time to publish',
    formula: 'Σ (first publication − begun) ÷ articles; calendar minutes.',
    cohort: 'Articles whose first version was published in the period.',
    edgeCases:
      'Reviews that sent it back included. A negative duration contradicts itself: left out and counted apart.',
    by: 'first_published_at',
    where: 'drafted_at is not null',
    seconds: 'extract(epoch from (first_published_at - drafted_at))',
  },
  retired: {
    id: 'retired',
    kind: 'count',
    version: 1,
    title: 'Retired',
    formula: 'Number of articles retired.',
    cohort: 'Articles retired in the period and not live again since.',
    edgeCases: 'Also drafts that were given up before anybody could read them.',
    by: 'retired_at',
  },
  views: {
    id: 'views',
    kind: 'count',
    version: 1,
    title: 'Views',
    unit: 'views',
    formula: 'Number of times an article was read.',
    cohort: 'Views in the period, of requesters and staff.',
    edgeCases: 'A person counts once a day for each article.',
    by: 'used_at',
    where: "kind = 'view'",
  },
  reuse: {
    id: 'reuse',
    kind: 'rate',
    version: 1,
    title: 'Knowledge reuse',
    formula: 'Incidents resolved with an article ÷ incidents resolved.',
    cohort: 'Incidents whose final resolution lies in the period; duplicates and canceled ones left out.',
    edgeCases:
      'With an article: the resolution names one. Category and service are the incident’s; it has no audience, and is in no ' +
      'row of one.',
    by: 'incident_resolved_at',
    numerator: '(resolving_article is not null)::int',
  },
  deflection: {
    id: 'deflection',
    kind: 'rate',
    version: 1,
    title: 'Deflection',
    formula: 'Views after which the reader reported no incident within 24 hours ÷ views.',
    cohort: 'Views of requesters in the period that are more than 24 hours ago.',
    edgeCases:
      'Views of staff are left out: they read to work, not to get help. Younger views are not known to have spared anything ' +
      'yet: neither in numerator nor in denominator.',
    by: 'used_at',
    where: "reader = 'requester' and settled",
    numerator: 'deflected::int',
  },
  helpfulness: {
    id: 'helpfulness',
    kind: 'rate',
    version: 1,
    title: 'Helpfulness',
    formula: 'Answers that it helped ÷ answers.',
    cohort: 'Answers given in the period, each by the last that a person gave of an article.',
    edgeCases:
      'Whoever says nothing is not counted. A second answer takes the place of the first, and moves to its time.',
    by: 'used_at',
    where: "kind = 'answer'",
    numerator: 'helpful::int',
  },
};

/** In the order in which reports show them. */
export const knowledgeFigures: readonly Figure[] = Object.values(definitions);

const COHORT = 'Articles people can read, at the end of the period, or of the row’s part of it.';

export const liveFigure = {
  id: 'live',
  kind: 'open',
  version: 1,
  title: 'Live articles',
  formula: 'Number of articles with a live version.',
  cohort: COHORT,
  edgeCases: 'Also while a new version is drafted. Audience, category and service are those of today.',
} as const;

export const reviewOverdueFigure = {
  id: 'reviewOverdue',
  kind: 'openRate',
  version: 1,
  title: 'Review overdue',
  formula: 'Live articles whose review day has come ÷ live articles.',
  cohort: COHORT,
  edgeCases:
    'Overdue from the beginning of the day (UTC) by which somebody was to look, until a version is published, the day is ' +
    'set anew, or the article is retired.',
} as const;
