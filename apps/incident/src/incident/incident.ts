import type { IncidentEvent } from '@opsledger/contracts';
import { aggregate } from '@opsledger/event-sourcing';
import { acceptMajorIncident } from './commands/accept-major-incident';
import { acknowledgeIncident } from './commands/acknowledge-incident';
import { addWorkNote } from './commands/add-work-note';
import { assessIncident } from './commands/assess-incident';
import { assignIncident } from './commands/assign-incident';
import { assignMajorIncidentRole } from './commands/assign-major-incident-role';
import { cancelIncident } from './commands/cancel-incident';
import { categoriseIncident } from './commands/categorise-incident';
import { changeHoldReason } from './commands/change-hold-reason';
import { closeIncident } from './commands/close-incident';
import { closeResolvedIncident } from './commands/close-resolved-incident';
import { commentOnIncident } from './commands/comment-on-incident';
import { escalateIncident } from './commands/escalate-incident';
import { forgetChildIncident } from './commands/forget-child-incident';
import { importIncident } from './commands/import-incident';
import { linkAttachment } from './commands/link-attachment';
import { linkIncident } from './commands/link-incident';
import { logIncident } from './commands/log-incident';
import { noteChildIncident } from './commands/note-child-incident';
import { forgetWorkaround } from './commands/forget-workaround';
import { noteWorkaround } from './commands/note-workaround';
import { overrideIncidentPriority } from './commands/override-incident-priority';
import { proposeMajorIncident } from './commands/propose-major-incident';
import { putIncidentOnHold } from './commands/put-incident-on-hold';
import { rejectMajorIncident } from './commands/reject-major-incident';
import { reopenIncident } from './commands/reopen-incident';
import { reportMissedMajorUpdate } from './commands/report-missed-major-update';
import { resolveChildIncident } from './commands/resolve-child-incident';
import { resolveIncident } from './commands/resolve-incident';
import { resumeHeldIncident } from './commands/resume-held-incident';
import { resumeIncident } from './commands/resume-incident';
import { reviewMajorIncident } from './commands/review-major-incident';
import { reviseIncidentDescription } from './commands/revise-incident-description';
import { startIncident } from './commands/start-incident';
import { unlinkAttachment } from './commands/unlink-attachment';
import { unlinkIncident } from './commands/unlink-incident';
import { unwatchIncident } from './commands/unwatch-incident';
import { updateMajorIncidentStatus } from './commands/update-major-incident-status';
import { watchIncident } from './commands/watch-incident';
import { withdrawImportedIncident } from './commands/withdraw-imported-incident';
import { withdrawPriorityOverride } from './commands/withdraw-priority-override';
import { evolve } from './evolve';
import { existing } from './guards';
import type { Incident } from './incident-state';

/** An incident: its states are in `incident-state.ts`, its life cycle in `transitions.ts`, its fold in `evolve.ts`. */
export const incident = aggregate<Incident, IncidentEvent>({
  category: 'incident',
  initial: { status: 'unknown' },
  evolve,
  decisions: {
    LogIncident: logIncident,
    AcknowledgeIncident: existing(acknowledgeIncident),
    AssignIncident: existing(assignIncident),
    StartIncident: existing(startIncident),
    PutIncidentOnHold: existing(putIncidentOnHold),
    ChangeHoldReason: existing(changeHoldReason),
    ResumeIncident: existing(resumeIncident),
    ResumeHeldIncident: existing(resumeHeldIncident),
    AssessIncident: existing(assessIncident),
    OverrideIncidentPriority: existing(overrideIncidentPriority),
    WithdrawPriorityOverride: existing(withdrawPriorityOverride),
    CategoriseIncident: existing(categoriseIncident),
    ReviseIncidentDescription: existing(reviseIncidentDescription),
    EscalateIncident: existing(escalateIncident),
    CommentOnIncident: existing(commentOnIncident),
    AddWorkNote: existing(addWorkNote),
    LinkAttachment: existing(linkAttachment),
    UnlinkAttachment: existing(unlinkAttachment),
    WatchIncident: existing(watchIncident),
    UnwatchIncident: existing(unwatchIncident),
    LinkIncident: existing(linkIncident),
    UnlinkIncident: existing(unlinkIncident),
    NoteChildIncident: existing(noteChildIncident),
    ForgetChildIncident: existing(forgetChildIncident),
    NoteWorkaround: existing(noteWorkaround),
    ForgetWorkaround: existing(forgetWorkaround),
    ResolveIncident: existing(resolveIncident),
    ResolveChildIncident: existing(resolveChildIncident),
    ReopenIncident: existing(reopenIncident),
    CloseIncident: existing(closeIncident),
    CloseResolvedIncident: existing(closeResolvedIncident),
    CancelIncident: existing(cancelIncident),
    ProposeMajorIncident: existing(proposeMajorIncident),
    AcceptMajorIncident: existing(acceptMajorIncident),
    RejectMajorIncident: existing(rejectMajorIncident),
    AssignMajorIncidentRole: existing(assignMajorIncidentRole),
    UpdateMajorIncidentStatus: existing(updateMajorIncidentStatus),
    ReportMissedMajorUpdate: existing(reportMissedMajorUpdate),
    ReviewMajorIncident: existing(reviewMajorIncident),
    ImportIncident: importIncident,
    WithdrawImportedIncident: withdrawImportedIncident,
  },
});
