import { Type, type Static } from '@sinclair/typebox';
import {
  AnyOf,
  Changed,
  HistoryEntry,
  Instant,
  Line,
  Maybe,
  OneOf,
  PageOf,
  Payload,
  Prose,
  Reference,
  STAFF,
  SortedBy,
  commandsOf,
  eventsOf,
  listParams,
  queriesOf,
  type EventOf,
} from '../kit';
import { LevelField } from '../incident/events';
import { TREND_KINDS, TREND_STATES } from './lifecycle';

const event = eventsOf('problem');
const query = queriesOf('problem');
const { Optional } = Type;

/** Id of the one settings record. */
export const PROBLEM_SETTINGS_ID = 'settings';

const Threshold = Payload({
  incidents: Type.Integer({ minimum: 2, maximum: 100 }),
  days: Type.Integer({ minimum: 1, maximum: 90 }),
});

/** So many incidents in so many days make a trend; null: such trends are not looked for. */
export const TrendRule = Payload({
  ci: Maybe(Threshold),
  category: Maybe(Threshold),
  everyMinutes: Type.Integer({ minimum: 5, maximum: 10_080 }),
});
export type TrendRule = Static<typeof TrendRule>;

/** In force until somebody revises it. Version 1. */
export const DEFAULT_TREND_RULE: TrendRule = {
  ci: { incidents: 3, days: 30 },
  category: { incidents: 10, days: 7 },
  everyMinutes: 60,
};

/** Recorded when at least one number differs. Trends that were proposed stay, with the version they were found by. */
export const ProblemTrendRuleRevised = event(
  'ProblemTrendRuleRevised',
  'Other numbers of incidents make a trend from now on, or trends are looked for more or less often.',
  Type.Object({ rule: Changed(TrendRule), ruleVersion: Type.Integer({ minimum: 2 }) }),
);
/** What is recorded of the one settings record. */
export const problemSettingsEvents = [ProblemTrendRuleRevised] as const;
/** A fact about settings: how the rule was revised, and to what. */
export type ProblemSettingsEvent = EventOf<(typeof problemSettingsEvents)[number]>;

/**
 * Replaces the whole rule; the same one again records nothing. With both thresholds null trends are looked for no
 * longer.
 */
export const ReviseTrendRule = commandsOf('problem', 'problemsettings')('ReviseTrendRule', {
  roles: ['problem-manager'],
  singleton: PROBLEM_SETTINGS_ID,
  route: 'PUT /v1/problem-settings/trends',
  summary: 'Revise what makes a trend, and how often trends are looked for',
  payload: TrendRule,
});

/** What a trend is made of: the latest of very many. */
export const TrendEvidence = Type.Object({
  kind: OneOf(TREND_KINDS),
  /** The configuration item, or the category by its name. */
  subject: Reference,
  incidents: Type.Array(Type.Object({ id: Line(200), name: Line(300), openedAt: Instant() }), { maxItems: 200 }),
  from: Instant(),
  to: Instant(),
  /** How many incidents it takes by the rule in force. */
  threshold: Type.Integer(),
  ruleVersion: Type.Integer({ minimum: 1 }),
});
export type TrendEvidence = Static<typeof TrendEvidence>;

const FoundTrend = Type.Object({ id: Line(200), ordinal: Type.Integer({ minimum: 1 }), evidence: TrendEvidence });
/**
 * A trend before it is proposed; `ordinal` is 1 for the first of this configuration item or category, 2 for the next,
 * … and the id follows from it.
 */
export type FoundTrend = Static<typeof FoundTrend>;

/**
 * Recorded by each search, also one that found nothing; each search is a record of its own. At most 20 trends, the
 * largest first.
 */
export const ProblemTrendsDetected = event(
  'ProblemTrendsDetected',
  'Trends were looked for among incidents; those that are new are proposed next.',
  Type.Object({
    ruleVersion: Type.Integer({ minimum: 1 }),
    trends: Type.Array(FoundTrend, { maxItems: 20 }),
    /** When they are looked for again; null: not by itself. */
    nextAt: Maybe(Instant()),
  }),
);
/** The one fact about a search for trends. */
export type TrendDetectionEvent = EventOf<typeof ProblemTrendsDetected>;

const detection = commandsOf('problem', 'problemtrenddetection');

/** Records the search at once, also when the rule looks for nothing; the next one by itself is counted from here. */
export const DetectTrends = detection('DetectTrends', {
  roles: ['problem-manager'],
  route: 'POST /v1/problems/trends/detect',
  creates: true,
  summary: 'Look for trends now',
  payload: Payload({}),
});

/** Sent by the timer; nothing is recorded while both thresholds of the rule are null. */
export const DetectDueTrends = detection('DetectDueTrends', {
  roles: [],
  creates: true,
  summary: 'Look for trends at the time set, unless no rule says what one is',
  payload: Payload({}),
});

/** What readers group by. On every event of a trend. */
const TrendKeys = Type.Object({ number: Line(40), state: OneOf(TREND_STATES), kind: OneOf(TREND_KINDS) });
export type TrendKeys = Static<typeof TrendKeys>;

/**
 * Recorded by a process once for an ordinal; a trend is not proposed while another of the same subject awaits its
 * decision.
 */
export const ProblemTrendProposed = event(
  'ProblemTrendProposed',
  'Many incidents have a configuration item or a category in common: perhaps a problem.',
  Type.Object({ keys: TrendKeys, ordinal: Type.Integer({ minimum: 1 }), evidence: TrendEvidence }),
);
/** Recorded when a problem manager accepts; a process then logs `problem`, whose number is reserved already. */
export const ProblemTrendAccepted = event(
  'ProblemTrendAccepted',
  'It is a problem: it is logged, and the incidents are linked with it.',
  Type.Object({
    keys: TrendKeys,
    problem: Reference,
    title: Line(300),
    impact: LevelField,
    urgency: LevelField,
    evidence: TrendEvidence,
  }),
);
/** Recorded when a problem manager decides against it; only incidents that are not part of it make another trend. */
export const ProblemTrendDismissed = event(
  'ProblemTrendDismissed',
  'No problem, and why.',
  Type.Object({ keys: TrendKeys, reason: Prose(2000) }),
);
/** What is recorded of one detected trend. */
export const problemTrendEvents = [ProblemTrendProposed, ProblemTrendAccepted, ProblemTrendDismissed] as const;
/** Every fact about one detected trend. */
export type ProblemTrendEvent = EventOf<(typeof problemTrendEvents)[number]>;

const trend = commandsOf('problem', 'problemtrend');
const byManagers = { roles: ['problem-manager'] } as const;

/**
 * Sent by a process for each trend a search found; what was proposed before, whatever became of it, records nothing.
 */
export const ProposeProblemTrend = trend('ProposeProblemTrend', {
  roles: [],
  creates: 'or-extends',
  summary: 'Propose a detected trend, unless it was proposed before',
  payload: Payload({ ordinal: Type.Integer({ minimum: 1 }), evidence: TrendEvidence }),
});
/**
 * Refused unless proposed, and for a trend that is unknown. Without a title it is named after what the incidents have
 * in common.
 */
export const AcceptProblemTrend = trend('AcceptProblemTrend', {
  ...byManagers,
  route: 'POST /v1/problems/trends/:id/accept',
  summary: 'Accept a trend: logs a problem and links the incidents with it',
  payload: Payload({ title: Optional(Line(300)), impact: LevelField, urgency: LevelField }),
});
/** Refused unless proposed, and for a trend that is unknown; final. */
export const DismissProblemTrend = trend('DismissProblemTrend', {
  ...byManagers,
  route: 'POST /v1/problems/trends/:id/dismiss',
  summary: 'Dismiss a trend: there is no problem behind it',
  description: 'The same incidents are not proposed again; with new ones among them they are.',
  payload: Payload({ reason: Prose(2000) }),
});

/** How trends are looked for and decided on; those that name no route are sent by processes alone. */
export const trendCommands = [
  ReviseTrendRule,
  DetectTrends,
  DetectDueTrends,
  ProposeProblemTrend,
  AcceptProblemTrend,
  DismissProblemTrend,
] as const;

/**
 * A trend with its evidence as found, and how it was decided; `problem` and `dismissReason` are null until then, and
 * one of them stays so.
 */
export const ProblemTrendView = Type.Object({
  id: Type.String(),
  number: Type.String(),
  state: OneOf(TREND_STATES),
  kind: OneOf(TREND_KINDS),
  evidence: TrendEvidence,
  proposedAt: Instant(),
  updatedAt: Instant(),
  problem: Maybe(Reference),
  dismissReason: Maybe(Type.String()),
  decidedBy: Maybe(Reference),
  version: Type.Integer(),
});
export type ProblemTrendView = Static<typeof ProblemTrendView>;

/** Orders a list of trends can have; ties are settled by id. */
export const TREND_SORTS = ['proposedAt', 'updatedAt', 'number'] as const;
export type TrendSort = (typeof TREND_SORTS)[number];
const TrendName = Line(200, { description: 'Id, or number such as `TRN0000042`.' });

/** Also those that were decided; with `state=proposed` the ones that wait for a problem manager. */
export const ListProblemTrends = query('ListProblemTrends', {
  route: 'GET /v1/problems/trends',
  roles: STAFF,
  summary: 'Detected trends, with their evidence',
  params: Payload({
    ...listParams,
    state: Optional(AnyOf(TREND_STATES)),
    kind: Optional(AnyOf(TREND_KINDS)),
    sort: Optional(SortedBy(TREND_SORTS, '-proposedAt')),
  }),
  result: PageOf(ProblemTrendView),
});
/** Answers 404 for an unknown trend, and for one that was not proposed yet at `asOf`. */
export const GetProblemTrend = query('GetProblemTrend', {
  route: 'GET /v1/problems/trends/:id',
  roles: STAFF,
  versioned: true,
  summary: 'One trend, now or as it was',
  params: Payload({ id: TrendName, asOf: Optional(Instant({ description: 'As it was at this instant.' })) }),
  result: ProblemTrendView,
});
/** Proposed, then accepted or dismissed, with who and when. 404 when unknown. */
export const GetProblemTrendHistory = query('GetProblemTrendHistory', {
  route: 'GET /v1/problems/trends/:id/history',
  roles: STAFF,
  summary: 'Every fact about a trend, in the order recorded',
  params: Payload({ id: TrendName }),
  result: Type.Object({ id: Type.String(), number: Type.String(), items: Type.Array(HistoryEntry) }),
});
/** The rule in force; `revisedAt` is null as long as it is the default one. */
export const ProblemSettingsView = Type.Object({
  trends: TrendRule,
  ruleVersion: Type.Integer({ description: 'Named by every trend that was found by it.' }),
  revisedAt: Maybe(Instant()),
  revisedBy: Maybe(Reference),
  version: Type.Integer(),
});
export type ProblemSettingsView = Static<typeof ProblemSettingsView>;
/** Always answers: before the first revision, the default rule under version 1. */
export const GetProblemSettings = query('GetProblemSettings', {
  route: 'GET /v1/problem-settings',
  roles: STAFF,
  versioned: true,
  summary: 'The rule that says what makes a trend',
  params: Payload({ asOf: Optional(Instant({ description: 'As they were at this instant.' })) }),
  result: ProblemSettingsView,
});
/** What may be asked about trends and the rule that finds them; requesters may ask none of it. */
export const trendQueries = [ListProblemTrends, GetProblemTrend, GetProblemTrendHistory, GetProblemSettings] as const;
