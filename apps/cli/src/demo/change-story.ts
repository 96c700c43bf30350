import {
  AddChangeTask,
  AnswerChangeApproval,
  CloseChange,
  CompleteChangeTask,
  DraftChange,
  DraftStandardChange,
  FinishChangeImplementation,
  RequestChangeApproval,
  ReviewChange,
  ScheduleChange,
  StartChangeImplementation,
  StartChangeTask,
  SubmitChange,
  type Reference,
} from '@opsledger/contracts';
import { assignmentTo, memberOf, type Cast } from './cast';
import type { PlannedChange } from './operations';
import type { Random } from './random';
import { Storyline } from './story';
import { DAY, HOUR, MINUTE, iso, whenPeopleWork } from './times';

const NOTES: Readonly<Record<PlannedChange['result'], string>> = {
  successful: 'Done as planned.',
  successful_with_issues: 'Done; it took longer, and users were logged out once.',
  unsuccessful: 'The new version does not start; the old one runs on.',
  backed_out: 'Errors rose after the switch; backed out as planned.',
};
const LESSON = 'Try it on a copy with real volumes first.';
const IN_THE_WAY = 'Agreed between the teams: one after the other in the same evening.';

interface Around {
  readonly cast: Cast;
  readonly approver: Reference;
  /** Template that standard changes are made from. */
  readonly template: string;
}

/** A change from the draft to its closing, as far as there is one. */
export function changeStory(change: PlannedChange, around: Around, random: Random): Storyline {
  const lead = change.type === 'emergency' ? 20 * MINUTE : random.between(3, 9) * DAY;
  const line = new Storyline(change.start - lead);
  draft(line, change, around, random);
  if (change.type === 'normal') {
    line.wait(HOUR).tell(SubmitChange, {}).wait(HOUR);
    approval(line, around.approver);
  }
  if (change.type !== 'emergency') {
    line.wait(HOUR).tell(ScheduleChange, { overrideCollisions: { reason: IN_THE_WAY } });
  }
  line.waitUntil(change.start).tell(StartChangeImplementation, {});
  for (const task of ['1', '2']) {
    line.wait(4 * MINUTE).tell(StartChangeTask, { task });
    line.wait(4 * MINUTE).tell(CompleteChangeTask, { task });
  }
  line.waitUntil(change.end).tell(FinishChangeImplementation, { result: change.result, notes: NOTES[change.result] });
  if (change.type === 'emergency') approval(line.wait(30 * MINUTE), around.approver);
  if (change.type === 'emergency' || change.result !== 'successful') {
    line.waitUntil(whenPeopleWork(line.at + 20 * HOUR, 45));
    line.tell(ReviewChange, { summary: NOTES[change.result], lessons: LESSON, actions: [LESSON] });
  }
  return line.waitUntil(whenPeopleWork(line.at + DAY, 20)).tell(CloseChange, {});
}

function draft(line: Storyline, change: PlannedChange, { cast, template }: Around, random: Random): void {
  const { service, ci, type, purpose, start, end } = change;
  const member = memberOf(cast, service.team, line.at, random);
  const said = {
    title: `${purpose} on ${ci}`,
    ...(member && { requestedBy: cast.reference(member) }),
    plannedStart: iso(start),
    plannedEnd: iso(end),
    cis: [cast.item(ci)],
    assign: assignmentTo(cast, service.team, member),
  };
  if (type === 'standard') {
    line.tell(DraftStandardChange, { ...said, template });
    return;
  }
  line.tell(DraftChange, {
    ...said,
    type,
    description: `${purpose} on ${ci} of ${service.name}.`,
    category: service.category,
    service: cast.item(service.name),
    implementationPlan: 'Prepare, switch over, watch the figures for ten minutes.',
    testPlan: 'Checked on the test system the day before.',
    backOutPlan: 'Switch back to what ran before; it is kept for a week.',
  });
  line.wait(MINUTE).tell(AddChangeTask, { title: `Prepare ${ci}` });
  line.wait(MINUTE).tell(AddChangeTask, { title: 'Carry it out and check' });
}

function approval(line: Storyline, approver: Reference): void {
  const groups = [{ name: 'Change approval', quorum: { kind: 'any' as const }, approvers: [approver] }];
  line.tell(RequestChangeApproval, { groups });
  line.wait(2 * HOUR).tellAsReviewer(AnswerChangeApproval, { answer: 'approved' });
}
