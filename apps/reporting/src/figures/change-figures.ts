import type { ChangeFigure, ChangeResult } from '@opsledger/contracts';
import { unauthorisedFigure } from './configuration-change-figures';
import type { Figure } from './figure';

/** Dates of a change by which figures count it. */
export const CHANGE_DATES = [
  'drafted_at',
  'finished_at',
  'closed_at',
  'canceled_at',
  'incident_resolved_at',
  'changed_at',
] as const;

type Id = Exclude<ChangeFigure, 'open'>;
const WITH_RESULT = 'Changes closed in the period with a result.';
const CONTRADICTION =
  'A negative duration contradicts itself: left out of mean and percentiles and counted as contradictory.';
const RESULTS = 'successful, successful with issues, unsuccessful and backed out add up to all.';

const share = (id: Id, title: string, result: ChangeResult): Figure<(typeof CHANGE_DATES)[number]> => ({
  id,
  kind: 'rate',
  version: 1,
  title,
  formula: `Closed as ${result.replaceAll('_', ' ')} ÷ closed with a result.`,
  cohort: WITH_RESULT,
  edgeCases: `Canceled changes have no result and are counted apart. ${RESULTS}`,
  by: 'closed_at',
  where: 'result is not null',
  numerator: `(result = '${result}')::int`,
});

const time = (
  id: Id,
  title: string,
  [from, to]: readonly [string, string],
  { by, edgeCases, version = 1 }: { readonly by: 'closed_at' | 'finished_at'; edgeCases: string; version?: number },
): Figure<(typeof CHANGE_DATES)[number]> => ({
  id,
  kind: 'duration',
  version,
  title,
  formula: `Σ (${to.replace('_at', '')} − ${from.replace('_at', '')}) ÷ changes with both; calendar minutes.`,
  cohort: by === 'closed_at' ? 'Changes closed in the period.' : 'Changes finished in the period.',
  edgeCases: `${edgeCases} ${CONTRADICTION}`,
  by,
  where: `${from} is not null and ${to} is not null`,
  seconds: `extract(epoch from (${to} - ${from}))`,
});

const definitions: { readonly [One in Id]: Figure<(typeof CHANGE_DATES)[number]> } = {
  drafted: {
    id: 'drafted',
    kind: 'count',
    version: 1,
    title: 'Drafted',
    formula: 'Number of changes written down.',
    cohort: 'Changes drafted in the period.',
    edgeCases: 'Changes known only because an imported record names them are left out of every figure.',
    by: 'drafted_at',
  },
  successful: share('successful', 'Change success', 'successful'),
  successfulWithIssues: share('successfulWithIssues', 'Successful with issues', 'successful_with_issues'),
  unsuccessful: share('unsuccessful', 'Unsuccessful', 'unsuccessful'),
  backedOut: share('backedOut', 'Backed out', 'backed_out'),
  emergency: {
    id: 'emergency',
    kind: 'rate',
    version: 1,
    title: 'Emergency share',
    formula: 'Emergency changes ÷ changes implemented.',
    cohort: 'Changes whose implementation ended in the period, whatever the result.',
    edgeCases: 'By the type the change has, also where it was approved afterwards.',
    by: 'finished_at',
    numerator: "(type = 'emergency')::int",
  },
  causedIncidents: {
    id: 'causedIncidents',
    kind: 'rate',
    version: 1,
    title: 'Changes that caused incidents',
    formula: 'Changes that an incident names as its cause ÷ changes implemented.',
    cohort: 'Changes whose implementation ended in the period, whatever the result.',
    edgeCases: 'The link may arrive late and change past periods; ask with asOf for the figure as it was known.',
    by: 'finished_at',
    numerator: '(cardinality(incident_ids) > 0)::int',
  },
  incidentsCaused: {
    id: 'incidentsCaused',
    kind: 'rate',
    version: 1,
    title: 'Incidents caused by a change',
    formula: 'Incidents that name a change as their cause ÷ incidents resolved.',
    cohort: 'Incidents whose final resolution lies in the period; duplicates and canceled ones left out.',
    edgeCases:
      'Team, service and category are the incident’s; it has neither type nor risk, and is in no row of one. The link may ' +
      'arrive late and change past periods; ask with asOf for the figure as it was known.',
    by: 'incident_resolved_at',
    numerator: '(cardinality(caused_by_changes) > 0)::int',
  },
  leadTime: time('leadTime', 'Change lead time', ['submitted_at', 'closed_at'], {
    by: 'closed_at',
    edgeCases:
      'From the first submission. Pre-approved changes and emergencies begun at once were never submitted, and have none.',
    // Version 1 ran from the draft.
    version: 2,
  }),
  draftedToClosed: time('draftedToClosed', 'Drafted to closed', ['drafted_at', 'closed_at'], {
    by: 'closed_at',
    edgeCases: 'Pre-approved changes and emergencies included.',
  }),
  submittedToApproved: time('submittedToApproved', 'Submitted to approved', ['submitted_at', 'approved_at'], {
    by: 'closed_at',
    edgeCases: 'The approval that held when it was implemented; what came afterwards is none.',
  }),
  approvedToStarted: time('approvedToStarted', 'Approved to implemented', ['approved_at', 'started_at'], {
    by: 'closed_at',
    edgeCases: 'Until the implementation began.',
  }),
  implementation: time('implementation', 'Implementation', ['started_at', 'finished_at'], {
    by: 'finished_at',
    edgeCases: 'By the times people gave.',
  }),
  canceled: {
    id: 'canceled',
    kind: 'count',
    version: 1,
    title: 'Canceled',
    formula: 'Number of changes canceled.',
    cohort: 'Changes canceled in the period.',
    edgeCases: 'In no other figure but drafted, and open until canceled.',
    by: 'canceled_at',
  },
  unauthorised: unauthorisedFigure('changed_at'),
};

/** In the order in which reports show them. */
export const changeFigures: readonly Figure[] = Object.values(definitions);

export const openChangesFigure = {
  id: 'open',
  kind: 'open',
  version: 1,
  title: 'Open',
  formula: 'Number of changes drafted by the instant and neither closed nor canceled at it.',
  cohort: 'All changes, at the end of the period, or of the row’s part of it.',
  edgeCases: 'Team, service and type are those of today.',
} as const;
