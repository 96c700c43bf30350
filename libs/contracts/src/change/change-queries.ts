import { Type } from '@sinclair/typebox';
import {
  AnyOf,
  HistoryEntry,
  ImportedFilter,
  Instant,
  Line,
  Maybe,
  OneOf,
  PageOf,
  Payload,
  ROLES,
  Reference,
  STAFF,
  SortedBy,
  listParams,
  queriesOf,
} from '../kit';
import {
  CAB_MEETING_STATES,
  CHANGE_RESULTS,
  CHANGE_STATES,
  CHANGE_TEMPLATE_STATES,
  CHANGE_TYPES,
  CHANGE_WINDOW_KINDS,
  CHANGE_WINDOW_STATES,
  RISK_LEVELS,
} from './change-lifecycle';
import {
  CabMeetingView,
  ChangeSettingsView,
  ChangeSummary,
  ChangeTemplateView,
  ChangeView,
  ChangeWindowView,
} from './change-views';

const query = queriesOf('change');
const { Optional } = Type;
const asOf = Optional(Instant({ description: 'As it was at this instant, by what is known of it now.' }));
const id = Line(200, { description: 'Id or number.' });
const one = Payload({ id, asOf });
const staff = { roles: STAFF } as const;
const mayRead = 'Besides staff, whoever requested the change or is asked to approve it.';
const History = Type.Object({ id: Type.String(), number: Type.String(), items: Type.Array(HistoryEntry) });

/** What a list of changes may be sorted by; a leading `-` means descending. */
export const CHANGE_SORTS = ['createdAt', 'updatedAt', 'plannedStart', 'number', 'riskScore'] as const;
export type ChangeSort = (typeof CHANGE_SORTS)[number];

/**
 * Several filters must all hold. Changes without planned times are left out where `plannedFrom` or `plannedTo` is
 * given.
 */
export const ListChanges = query('ListChanges', {
  ...staff,
  route: 'GET /v1/changes',
  summary: 'Changes, filtered and sorted',
  params: Payload({
    ...listParams,
    state: Optional(AnyOf(CHANGE_STATES)),
    type: Optional(AnyOf(CHANGE_TYPES)),
    risk: Optional(AnyOf(RISK_LEVELS)),
    result: Optional(AnyOf(CHANGE_RESULTS)),
    teamId: Optional(Line(200)),
    assigneeId: Optional(Line(200)),
    requestedById: Optional(Line(200)),
    serviceId: Optional(Line(200)),
    category: Optional(Line(200)),
    templateId: Optional(Line(200)),
    parentId: Optional(Line(200)),
    ciId: Optional(Line(200)),
    waitingFor: Optional(Line(200, { description: 'Id of a person who is asked to approve and has not answered.' })),
    colliding: Optional(Type.Boolean({ description: '`true`: something gets in the way; `false`: nothing does.' })),
    plannedFrom: Optional(Instant({ description: 'Planned to end after this instant.' })),
    plannedTo: Optional(Instant({ description: 'Planned to begin before this instant.' })),
    imported: ImportedFilter,
    number: Optional(Line(40, { examples: ['CHG0000042'] })),
    q: Optional(Line(200, { description: 'Words in title or number, or their beginnings.' })),
    sort: Optional(SortedBy(CHANGE_SORTS, '-createdAt')),
  }),
  result: PageOf(ChangeSummary),
});

/** What is not there and what may not be seen get the same 404. */
export const GetChange = query('GetChange', {
  roles: ROLES,
  route: 'GET /v1/changes/:id',
  versioned: true,
  summary: 'One change, now or as it was',
  description: `${mayRead} \`incidents\` and \`children\` are those of now, 500 at most of each, and absent with \`asOf\`: \`GET /v1/links\` tells those of then.`,
  params: one,
  result: ChangeView,
});

/** What is not there and what may not be seen get the same 404. */
export const GetChangeHistory = query('GetChangeHistory', {
  roles: ROLES,
  route: 'GET /v1/changes/:id/history',
  summary: 'Every fact about a change, in the order recorded',
  description: mayRead,
  params: Payload({ id }),
  result: History,
});

/**
 * Whatever has planned times and is not canceled, and freezes in force; `tentative` until it is scheduled. Refused with
 * 400 unless `to` lies after `from`.
 */
export const GetChangeCalendar = query('GetChangeCalendar', {
  ...staff,
  route: 'GET /v1/changes/calendar',
  calendar: true,
  summary: 'Planned changes and freezes of a time, as JSON or iCalendar',
  params: Payload({
    from: Optional(Instant({ description: 'Default: 31 days ago.' })),
    to: Optional(Instant({ description: 'Default: 366 days ahead. At most 750 days after `from`.' })),
    serviceId: Optional(Line(200)),
    teamId: Optional(Line(200)),
  }),
  result: Type.Object({
    name: Type.String(),
    entries: Type.Array(
      Type.Object({
        id: Type.String(),
        number: Type.String(),
        kind: OneOf(['change', 'freeze']),
        title: Type.String(),
        start: Instant(),
        end: Instant(),
        status: OneOf(['tentative', 'confirmed']),
        description: Type.String(),
        updatedAt: Instant(),
        version: Type.Integer(),
      }),
    ),
    /** There is more than is listed: ask for a shorter time. */
    truncated: Type.Boolean(),
  }),
});

/** For suspects of an incident: what was being done to these items or services at that time. */
export const ChangesTouching = query('ChangesTouching', {
  roles: [],
  summary: 'Changes of a time that name one of these items or services',
  description:
    'The actual time counts, else the planned one. A change under way has no end yet. Drafts and canceled changes are left out. The latest begun come first.',
  params: Payload({
    ciIds: Optional(Type.Array(Line(200), { maxItems: 500 })),
    serviceIds: Optional(Type.Array(Line(200), { maxItems: 200 })),
    from: Instant(),
    to: Instant(),
    limit: Optional(Type.Integer({ minimum: 1, maximum: 200, description: 'Default: 50.' })),
  }),
  result: Type.Object({
    items: Type.Array(
      Type.Object({
        change: ChangeSummary,
        start: Instant(),
        /** Null: it is under way. */
        end: Maybe(Instant()),
        actual: Type.Boolean(),
        touches: Type.Object({ cis: Type.Array(Reference), service: Maybe(Reference) }),
      }),
    ),
    /** There are more than were asked for. */
    truncated: Type.Boolean(),
  }),
});

/** Newest first, retired ones too unless `state` says otherwise; `q` is part of name or number. */
export const ListChangeTemplates = query('ListChangeTemplates', {
  ...staff,
  route: 'GET /v1/change-templates',
  summary: 'Templates of standard changes',
  params: Payload({ ...listParams, state: Optional(AnyOf(CHANGE_TEMPLATE_STATES)), q: Optional(Line(200)) }),
  result: PageOf(ChangeTemplateView),
});

/** Shows the latest version of its content; `asOf` tells an earlier one. */
export const GetChangeTemplate = query('GetChangeTemplate', {
  ...staff,
  route: 'GET /v1/change-templates/:id',
  versioned: true,
  summary: 'One template, now or as it was',
  params: one,
  result: ChangeTemplateView,
});

/** In the order recorded: each revision carries the content before and after. */
export const GetChangeTemplateHistory = query('GetChangeTemplateHistory', {
  ...staff,
  route: 'GET /v1/change-templates/:id/history',
  summary: 'Every fact about a template',
  params: Payload({ id }),
  result: History,
});

/** The one called last comes first, whenever it takes place. */
export const ListCabMeetings = query('ListCabMeetings', {
  ...staff,
  route: 'GET /v1/cab-meetings',
  summary: 'Meetings of the change advisory board',
  params: Payload({ ...listParams, state: Optional(AnyOf(CAB_MEETING_STATES)) }),
  result: PageOf(CabMeetingView),
});

/** With `asOf` as it was then; decisions that were replaced are in its history. */
export const GetCabMeeting = query('GetCabMeeting', {
  ...staff,
  route: 'GET /v1/cab-meetings/:id',
  versioned: true,
  summary: 'One meeting: agenda, decisions, minutes',
  params: one,
  result: CabMeetingView,
});

/** In the order recorded, with decisions that were replaced later. */
export const GetCabMeetingHistory = query('GetCabMeetingHistory', {
  ...staff,
  route: 'GET /v1/cab-meetings/:id/history',
  summary: 'Every fact about a meeting',
  params: Payload({ id }),
  result: History,
});

/** Newest first, withdrawn ones too unless `state` says otherwise. */
export const ListChangeWindows = query('ListChangeWindows', {
  ...staff,
  route: 'GET /v1/change-windows',
  summary: 'Freezes and maintenance windows',
  params: Payload({
    ...listParams,
    kind: Optional(OneOf(CHANGE_WINDOW_KINDS)),
    state: Optional(OneOf(CHANGE_WINDOW_STATES)),
  }),
  result: PageOf(ChangeWindowView),
});

/** One of `freeze` and `maintenance` is filled, by its kind; the other is null. */
export const GetChangeWindow = query('GetChangeWindow', {
  ...staff,
  route: 'GET /v1/change-windows/:id',
  versioned: true,
  summary: 'One freeze or maintenance window, now or as it was',
  params: one,
  result: ChangeWindowView,
});

/** In the order recorded: each revision carries the window before and after. */
export const GetChangeWindowHistory = query('GetChangeWindowHistory', {
  ...staff,
  route: 'GET /v1/change-windows/:id/history',
  summary: 'Every fact about a window',
  params: Payload({ id }),
  result: History,
});

/** Version 0 with null `revisedAt` and `revisedBy`: never revised, `DEFAULT_RETROSPECTIVE` is in force. */
export const GetChangeSettings = query('GetChangeSettings', {
  ...staff,
  route: 'GET /v1/change-settings',
  versioned: true,
  summary: 'By when emergencies are approved and reviewed',
  params: Payload({ asOf }),
  result: ChangeSettingsView,
});

/** Read by staff; single changes also by requesters and approvers. Releases and deployments have lists of their own. */
export const changeQueries = [
  GetChangeCalendar,
  ChangesTouching,
  ListChanges,
  GetChange,
  GetChangeHistory,
  ListChangeTemplates,
  GetChangeTemplate,
  GetChangeTemplateHistory,
  ListCabMeetings,
  GetCabMeeting,
  GetCabMeetingHistory,
  ListChangeWindows,
  GetChangeWindow,
  GetChangeWindowHistory,
  GetChangeSettings,
] as const;
