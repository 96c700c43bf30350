import { recordQueries, type ServiceDefinition } from '@opsledger/service-kit';
import { change } from './change/change';
import { deployment } from './deployment/deployment';
import { deploymentLookups } from './lookups/deployments';
import { lookups } from './lookups/lookups';
import { releaseLookups } from './lookups/releases';
import { cabMeeting } from './meeting/meeting';
import { problems } from './problems';
import { applyConfiguration } from './processes/apply-configuration';
import { detectCollisions } from './processes/detect-collisions';
import { recheckCalendar } from './processes/recheck-calendar';
import { watchRetrospectives } from './processes/watch-retrospectives';
import { changesTouching } from './queries/changes-touching';
import { getChange } from './queries/get-change';
import { getChangeCalendar } from './queries/get-change-calendar';
import { getChangeHistory } from './queries/get-change-history';
import { getChangeSettings } from './queries/get-change-settings';
import { getDeployment, getDeploymentHistory } from './queries/get-deployment';
import { getRelease, getReleaseHistory } from './queries/get-release';
import { listChanges } from './queries/list-changes';
import { listDeployments } from './queries/list-deployments';
import { listOfViews } from './queries/list-of-views';
import { listReleases } from './queries/list-releases';
import { recentDeployments } from './queries/recent-deployments';
import { meetingRecords, templateRecords, windowRecords } from './queries/records';
import { meetingList } from './read-models/cab-meetings';
import { changeIncidents } from './read-models/change-incidents';
import { changeList } from './read-models/change-list';
import { templateList } from './read-models/change-templates';
import { windowList } from './read-models/change-windows';
import { deploymentList } from './read-models/deployment-list';
import { releaseList } from './read-models/release-list';
import { release } from './release/release';
import { changeCalendar, changeSettings } from './settings/settings';
import { changeTemplate } from './template/template';
import { changeWindow } from './window/window';

const oneTemplate = recordQueries('change template', templateRecords);
const oneMeeting = recordQueries('CAB meeting', meetingRecords);
const oneWindow = recordQueries('change window', windowRecords);

/** Changes, their approval and calendar, releases and deployments. */
export const changeService: ServiceDefinition = {
  name: 'change',
  aggregates: [change, changeTemplate, cabMeeting, changeWindow, changeSettings, changeCalendar, release, deployment],
  lookups: { ...lookups, ...releaseLookups, ...deploymentLookups },
  projections: [changeList, changeIncidents, templateList, meetingList, windowList, releaseList, deploymentList],
  processes: [watchRetrospectives, detectCollisions, recheckCalendar, applyConfiguration],
  queries: {
    ListChanges: listChanges,
    GetChange: getChange,
    GetChangeHistory: getChangeHistory,
    GetChangeCalendar: getChangeCalendar,
    ChangesTouching: changesTouching,
    ListChangeTemplates: listOfViews(templateList),
    GetChangeTemplate: oneTemplate.get,
    GetChangeTemplateHistory: oneTemplate.history,
    ListCabMeetings: listOfViews(meetingList),
    GetCabMeeting: oneMeeting.get,
    GetCabMeetingHistory: oneMeeting.history,
    ListChangeWindows: listOfViews(windowList),
    GetChangeWindow: oneWindow.get,
    GetChangeWindowHistory: oneWindow.history,
    GetChangeSettings: getChangeSettings,
    ListReleases: listReleases,
    GetRelease: getRelease,
    GetReleaseHistory: getReleaseHistory,
    ListDeployments: listDeployments,
    GetDeployment: getDeployment,
    GetDeploymentHistory: getDeploymentHistory,
    RecentDeployments: recentDeployments,
  },
  problems,
};
