import type { ChangeEvent } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import type { Change } from './change-state';
import { answerChangeApproval, requestChangeApproval } from './commands/approve-change';
import { assessChangeRisk, submitChange } from './commands/assess-change';
import {
  addChangeTask,
  assignChangeTask,
  completeChangeTask,
  moveChangeTask,
  skipChangeTask,
  startChangeTask,
} from './commands/change-tasks';
import { cancelChange, closeChange, reviewChange } from './commands/close-change';
import { assignChange, describeChange, noteOnChange } from './commands/describe-change';
import { draftChange, draftStandardChange } from './commands/draft-change';
import {
  finishChangeImplementation,
  reportRetrospectiveOverdue,
  startChangeImplementation,
} from './commands/implement-change';
import { importChangeStub, withdrawChangeStub } from './commands/import-change';
import { linkChange, unlinkChange } from './commands/link-change';
import { planChange } from './commands/plan-change';
import { detectChangeCollisions, scheduleChange } from './commands/schedule-change';
import { reportConfigurationRefused } from './commands/planned-configuration';
import { evolve } from './evolve';
import { existing } from './guards';

/** A change: its states are in `change-state.ts`, its life cycle in `transitions.ts`, its fold in `evolve.ts`. */
export const change = aggregate<Change, ChangeEvent>({
  category: 'change',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    DraftChange: draftChange,
    DraftStandardChange: draftStandardChange,
    DescribeChange: existing(describeChange),
    PlanChange: existing(planChange),
    AssignChange: existing(assignChange),
    LinkChange: existing(linkChange),
    UnlinkChange: existing(unlinkChange),
    NoteOnChange: existing(noteOnChange),
    SubmitChange: existing(submitChange),
    AssessChangeRisk: existing(assessChangeRisk),
    RequestChangeApproval: existing(requestChangeApproval),
    AnswerChangeApproval: existing(answerChangeApproval),
    DetectChangeCollisions: existing(detectChangeCollisions),
    ScheduleChange: existing(scheduleChange),
    StartChangeImplementation: existing(startChangeImplementation),
    FinishChangeImplementation: existing(finishChangeImplementation),
    ReviewChange: existing(reviewChange),
    CloseChange: existing(closeChange),
    CancelChange: existing(cancelChange),
    ReportConfigurationRefused: existing(reportConfigurationRefused),
    ReportRetrospectiveOverdue: existing(reportRetrospectiveOverdue),
    AddChangeTask: existing(addChangeTask),
    AssignChangeTask: existing(assignChangeTask),
    MoveChangeTask: existing(moveChangeTask),
    StartChangeTask: existing(startChangeTask),
    CompleteChangeTask: existing(completeChangeTask),
    SkipChangeTask: existing(skipChangeTask),
    ImportChangeStub: importChangeStub,
    WithdrawChangeStub: withdrawChangeStub,
  },
});
