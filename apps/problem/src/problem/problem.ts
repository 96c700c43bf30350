import type { ProblemEvent } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import {
  assessProblem,
  assignProblem,
  categoriseProblem,
  reviseProblemDescription,
  reviseRootCause,
} from './commands/describe-problem';
import { answerWhy, noteInvestigation, recordWorkaround, withdrawWorkaround } from './commands/investigate';
import { forgetProblemIncident, linkProblem, noteProblemIncident, unlinkProblem } from './commands/link-problem';
import { importProblemStub, withdrawProblemStub } from './commands/import-problem';
import { logProblem, logTrendProblem } from './commands/log-problem';
import {
  acceptProblemRisk,
  cancelProblem,
  closeProblem,
  investigateProblem,
  planProblemFix,
  recordRootCause,
  recurProblem,
  resolveProblem,
} from './commands/move-problem';
import { evolve } from './evolve';
import { existing } from './guards';
import type { ProblemRecord } from './problem-state';

/** A problem: its states are in `problem-state.ts`, its life cycle in `transitions.ts`, its fold in `evolve.ts`. */
export const problem = aggregate<ProblemRecord, ProblemEvent>({
  category: 'problem',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    LogProblem: logProblem,
    LogTrendProblem: logTrendProblem,
    InvestigateProblem: existing(investigateProblem),
    RecordRootCause: existing(recordRootCause),
    ReviseRootCause: existing(reviseRootCause),
    PlanProblemFix: existing(planProblemFix),
    ResolveProblem: existing(resolveProblem),
    RecurProblem: existing(recurProblem),
    CloseProblem: existing(closeProblem),
    AcceptProblemRisk: existing(acceptProblemRisk),
    CancelProblem: existing(cancelProblem),
    AssignProblem: existing(assignProblem),
    AssessProblem: existing(assessProblem),
    CategoriseProblem: existing(categoriseProblem),
    ReviseProblemDescription: existing(reviseProblemDescription),
    RecordWorkaround: existing(recordWorkaround),
    WithdrawWorkaround: existing(withdrawWorkaround),
    NoteInvestigation: existing(noteInvestigation),
    AnswerWhy: existing(answerWhy),
    LinkProblem: existing(linkProblem),
    UnlinkProblem: existing(unlinkProblem),
    NoteProblemIncident: existing(noteProblemIncident),
    ForgetProblemIncident: existing(forgetProblemIncident),
    ImportProblemStub: importProblemStub,
    WithdrawProblemStub: withdrawProblemStub,
  },
});
