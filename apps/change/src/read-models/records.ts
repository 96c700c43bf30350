import type {
  CabMeetingEvent,
  CabMeetingView,
  ChangeEvent,
  ChangeTemplateEvent,
  ChangeTemplateView,
  ChangeWindowEvent,
  ChangeWindowView,
} from '@opsledger/contracts';
import { recordReader } from '@opsledger/service-kit';
import { storyAfter, type ChangeStory } from './change-document';
import { changeList } from './change-list';
import { meetingAfter, meetingList, templateAfter, templateList, windowAfter, windowList } from './other-records';

/** Records by id or number, from the log. */
export const changeRecords = recordReader<ChangeStory, ChangeEvent>({
  category: 'change',
  list: changeList,
  after: storyAfter,
  withdrawnBy: 'ChangeImportWithdrawn',
});
export const templateRecords = recordReader<ChangeTemplateView, ChangeTemplateEvent>({
  category: 'changetemplate',
  list: templateList,
  after: templateAfter,
});
export const meetingRecords = recordReader<CabMeetingView, CabMeetingEvent>({
  category: 'cabmeeting',
  list: meetingList,
  after: meetingAfter,
});
export const windowRecords = recordReader<ChangeWindowView, ChangeWindowEvent>({
  category: 'changewindow',
  list: windowList,
  after: windowAfter,
});
