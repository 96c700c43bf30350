import type {
  CabMeetingEvent,
  CabMeetingView,
  ChangeEvent,
  ChangeTemplateEvent,
  ChangeTemplateView,
  ChangeWindowEvent,
  ChangeWindowView,
  ReleaseEvent,
} from '@opsledger/contracts';
import { recordReader } from '@opsledger/service-kit';
import { storyAfter, type ChangeStory } from '../read-models/change-document';
import { changeList } from '../read-models/change-list';
import {
  meetingAfter,
  meetingList,
  templateAfter,
  templateList,
  windowAfter,
  windowList,
} from '../read-models/other-records';
import { releaseAfter, type ReleaseDocument } from '../read-models/release-document';
import { releaseList } from '../read-models/release-list/release-list';

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
export const releaseRecords = recordReader<ReleaseDocument, ReleaseEvent>({
  category: 'release',
  list: releaseList,
  after: releaseAfter,
});
