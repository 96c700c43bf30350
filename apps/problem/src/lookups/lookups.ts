import {
  CheckMembership,
  GetIncident,
  type LinkProblem,
  type NoteProblemIncident,
  type ParamsOf,
  type PayloadOf,
  type MatrixInForce,
} from '@opsledger/contracts';
import { stateAt } from '@opsledger/event-sourcing';
import { streamOf } from '@opsledger/event-store';
import { Problem, askingAs, numbered, type Lookup, type ServiceContext } from '@opsledger/service-kit';
import type { AssignProblemLookups } from '../problem/commands/describe-problem';
import type { ImportProblemStubLookups } from '../problem/commands/import-problem';
import type { LinkProblemLookups, NoteProblemIncidentLookups } from '../problem/commands/link-problem';
import type { LogProblemLookups } from '../problem/commands/log-problem';
import { problem } from '../problem/problem';
import { problemRecords } from '../queries/records';
import type { TrendSearch } from '../trend/new-trends';
import { currentSettings } from './current-settings';
import { earlierTrends, findClusters } from './find-clusters';
import { currentMatrix } from './priority-matrix';

type Asked = Omit<ParamsOf<typeof CheckMembership>, 'at'>;

const ask = askingAs('problem');
const PREFIX = 'PRB';
const TREND_PREFIX = 'TRN';

const membership = ({ services }: Pick<ServiceContext, 'services'>, { teamId, personId }: Asked, at: string) =>
  ask(services, CheckMembership, { teamId, ...(personId !== undefined && { personId }), at });

const logProblem: Lookup<LogProblemLookups> = async ({ data, now }, context) => {
  const { assign } = data as { assign?: Asked };
  const [number, inForce, assigned] = await Promise.all([
    context.numbers.next(PREFIX),
    currentMatrix.get(context.store),
    assign && membership(context, assign, now),
  ]);
  return { number, ...inForce, membership: assigned };
};

const matrix: Lookup<MatrixInForce> = async (_, { store }) => currentMatrix.get(store);

const assignProblem: Lookup<AssignProblemLookups> = async ({ data, now }, context) => ({
  membership: await membership(context, data as Asked, now),
});

const linkProblem: Lookup<LinkProblemLookups> = async ({ data }, context) => {
  const { kind, target } = data as PayloadOf<typeof LinkProblem>;
  const facts = kind === 'related_problem' ? await problemRecords.factsNamed(target.id, context) : [];
  const found = problemRecords.documentOf(facts);
  return { target: found ? { id: found.id, name: found.number } : null };
};

const noteProblemIncident: Lookup<NoteProblemIncidentLookups> = async ({ data }, { services }) => {
  const { incident } = data as PayloadOf<typeof NoteProblemIncident>;
  try {
    return { openedAt: (await ask(services, GetIncident, { id: incident.id })).openedAt };
  } catch (error) {
    // Its import was undone meanwhile.
    if (error instanceof Problem && error.status === 404) return { openedAt: null };
    throw error;
  }
};

/** A record that is known keeps its number: an import that is repeated uses none up. */
const importProblemStub: Lookup<ImportProblemStubLookups> = async ({ id }, { store, numbers }) => {
  const state = (await stateAt(problem, store, streamOf(problem.category, id)))?.state;
  return { number: state && state.status !== 'unknown' ? state.number : await numbers.next(PREFIX) };
};

const searchForTrends: Lookup<TrendSearch> = async ({ now }, context) => {
  const { trends: rule, ruleVersion } = await currentSettings.get(context.store);
  const clusters = await findClusters(rule, now, context);
  return { rule, ruleVersion, clusters, earlier: await earlierTrends(clusters, context) };
};

/** By command. */
export const lookups: Readonly<Record<string, Lookup>> = {
  LogProblem: logProblem,
  LogTrendProblem: matrix,
  AssessProblem: matrix,
  AssignProblem: assignProblem,
  LinkProblem: linkProblem,
  ImportProblemStub: importProblemStub,
  NoteProblemIncident: noteProblemIncident,
  DetectTrends: searchForTrends,
  DetectDueTrends: searchForTrends,
  ProposeProblemTrend: numbered(TREND_PREFIX),
  AcceptProblemTrend: numbered(PREFIX),
};
