import type { CabKeys, CabMeetingEvent, CommandOf, ScheduleCabMeeting } from '@opsledger/contracts';
import { meetingTimesWrong } from '../meeting.errors';

export function scheduleMeeting({
  data,
  lookups: { number },
}: CommandOf<typeof ScheduleCabMeeting, { readonly number: string }>): CabMeetingEvent[] {
  const { title, attendees } = data;
  const [startsAt, endsAt] = [new Date(data.startsAt).toISOString(), new Date(data.endsAt).toISOString()];
  if (endsAt <= startsAt) throw meetingTimesWrong(title, startsAt, endsAt);
  const keys: CabKeys = { number, state: 'planned' };
  return [{ type: 'CabMeetingScheduled', data: { keys, title, startsAt, endsAt, attendees } }];
}
