import type {
  CabMeetingEvent,
  CabMeetingView,
  ChangeEvent,
  ChangeTemplateEvent,
  ChangeTemplateView,
  ChangeWindowEvent,
  ChangeWindowView,
  DeploymentEvent,
  ReleaseEvent,
} from '@opsledger/contracts';
import { recordReader } from '@opsledger/service-kit';
import { meetingAfter, meetingList } from '../read-models/cab-meetings';
import { storyAfter, type ChangeStory } from '../read-models/change-document';
import { changeList } from '../read-models/change-list';
import { templateAfter, templateList } from '../read-models/change-templates';
import { windowAfter, windowList } from '../read-models/change-windows';
import { deploymentList } from '../read-models/deployment-list';
import { deploymentAfter, type DeploymentDocument } from '../read-models/deployment-summary';
import { releaseAfter, type ReleaseDocument } from '../read-models/release-document';
import { releaseList } from '../read-models/release-list';

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
export const deploymentRecords = recordReader<DeploymentDocument, DeploymentEvent>({
  category: 'deployment',
  list: deploymentList,
  after: deploymentAfter,
});
