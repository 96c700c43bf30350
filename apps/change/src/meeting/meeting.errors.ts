import type { Reference } from '@opsledger/contracts';
import { Refusal } from '@opsledger/event-sourcing';
import type { KnownMeeting } from './meeting-state';

/** Why something cannot be done with a meeting. `move-not-permitted` comes from its life cycle. */
export type MeetingRefusal =
  'meeting-times-wrong' | 'not-on-agenda' | 'change-undecided' | 'agenda-undecided' | 'meeting-ended';

const refusal = (code: MeetingRefusal, detail: string) => new Refusal<MeetingRefusal>(code, detail);

export const meetingTimesWrong = (title: string, startsAt: string, endsAt: string) =>
  refusal(
    'meeting-times-wrong',
    `The meeting ${title} would end (${endsAt}) no later than it begins (${startsAt}). Give a later endsAt.`,
  );

export const notOnAgenda = ({ number }: KnownMeeting, change: string) =>
  refusal('not-on-agenda', `${change} is not on the agenda of ${number}. Make the agenda again.`);

export const changeUndecided = ({ name }: Reference) =>
  refusal(
    'change-undecided',
    `${name} has not been decided by its approvers. Let them answer with answer-approval, or defer it.`,
  );

export const agendaUndecided = ({ number }: KnownMeeting, open: readonly string[]) =>
  refusal('agenda-undecided', `${number} has said nothing of ${open.join(', ')}. Record or defer each.`);

export const meetingEnded = ({ number, status }: KnownMeeting) =>
  refusal('meeting-ended', `${number} is ${status}. Schedule another meeting.`);
