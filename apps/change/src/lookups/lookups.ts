import {
  CheckMembership,
  type AssignChange,
  type DraftChange,
  type DraftStandardChange,
  type LinkChange,
  type MakeCabAgenda,
  type ParamsOf,
  type PayloadOf,
  type RecordCabDecision,
} from '@opsledger/contracts';
import { stateAt } from '@opsledger/event-sourcing';
import { streamOf } from '@opsledger/event-store';
import { askingAs, numbered, type Lookup, type ServiceContext } from '@opsledger/service-kit';
import { change } from '../change/change';
import type { RiskLookups } from '../change/commands/assess-change';
import type { AssignChangeLookups } from '../change/commands/describe-change';
import type { DraftChangeLookups, DraftStandardChangeLookups } from '../change/commands/draft-change';
import type { StartLookups } from '../change/commands/implement-change';
import type { ImportChangeStubLookups } from '../change/commands/import-change';
import type { LinkChangeLookups } from '../change/commands/link-change';
import type { CollisionLookups, ScheduleLookups } from '../change/commands/schedule-change';
import type { MakeAgendaLookups } from '../meeting/commands/make-agenda';
import type { DecisionLookups } from '../meeting/commands/record-decision';
import { templateRecords } from '../queries/records';
import type { CalendarLookups } from '../settings/settings';
import { changeTemplate } from '../template/template';
import { changeNamed, readChange } from './change-named';
import { currentSettings } from './current-settings';
import { blockingNow, collisionsNow, dueForCab, plannedIds } from './planned-changes';
import { riskInputs } from './risk-inputs';

const ask = askingAs('change');
const PREFIX = 'CHG';
/** Longer chains than this are no longer followed. */
const LONGEST_CHAIN = 1_000;

/** Ids of the changes one is part of, directly or by way of others; safe where they go in circles. */
async function partOf(id: string, context: ServiceContext): Promise<string[]> {
  const found: string[] = [];
  let next: string | undefined = id;
  while (next !== undefined && found.length < LONGEST_CHAIN && !found.includes(next)) {
    found.push(next);
    const state = await readChange(context, next);
    next = state?.details.links.find(({ kind }) => kind === 'parent')?.target.id;
  }
  return found;
}

async function templateNamed(name: string, context: ServiceContext) {
  const id = await templateRecords.idOf(name, context);
  const state = id && (await stateAt(changeTemplate, context.store, streamOf(changeTemplate.category, id)))?.state;
  return id && state && state.status !== 'unknown' ? { id, state } : undefined;
}

type Asked = Omit<ParamsOf<typeof CheckMembership>, 'at'>;

const membership = ({ services }: ServiceContext, asked: Asked, at: string) =>
  ask(services, CheckMembership, { ...asked, at });

const draftChange: Lookup<DraftChangeLookups> = async ({ data, now }, context) => {
  const { assign, parent } = data as PayloadOf<typeof DraftChange>;
  return {
    number: await context.numbers.next(PREFIX),
    membership: assign && (await membership(context, assign, now)),
    parent: parent === undefined ? null : ((await changeNamed(parent, context))?.reference ?? null),
  };
};

const draftStandardChange: Lookup<DraftStandardChangeLookups> = async ({ data, now }, context) => {
  const { assign, template } = data as PayloadOf<typeof DraftStandardChange>;
  const found = await templateNamed(template, context);
  return {
    number: await context.numbers.next(PREFIX),
    membership: assign && (await membership(context, assign, now)),
    template: found
      ? {
          reference: { id: found.id, name: `${found.state.number} ${found.state.content.name}`.slice(0, 300) },
          version: found.state.keys.version,
          state: found.state.status,
          content: found.state.content,
        }
      : null,
  };
};

const assignChange: Lookup<AssignChangeLookups> = async ({ data, now }, context) => ({
  membership: await membership(context, data as PayloadOf<typeof AssignChange>, now),
});

const linkChange: Lookup<LinkChangeLookups> = async ({ data }, context) => {
  const { kind, target } = data as PayloadOf<typeof LinkChange>;
  const parent = kind === 'parent' ? await changeNamed(target.id, context) : undefined;
  if (!parent) return { parent: null };
  return { parent: { reference: parent.reference, leadsTo: await partOf(parent.reference.id, context) } };
};

/** A record that is known keeps its number: an import that is repeated uses none up. */
const importChangeStub: Lookup<ImportChangeStubLookups> = async ({ id }, { store, numbers }) => {
  const state = (await stateAt(change, store, streamOf(change.category, id)))?.state;
  return { number: state && state.status !== 'unknown' ? state.number : await numbers.next(PREFIX) };
};

const risk: Lookup<RiskLookups> = async ({ id }, context) => ({ risk: await riskInputs(id, context) });

const collisions: Lookup<CollisionLookups> = async ({ id }, context) => ({
  collisions: await collisionsNow(id, context),
});

const scheduleChange: Lookup<ScheduleLookups> = async ({ id }, context) => {
  const template = (await readChange(context, id))?.details.template?.template;
  const found = template && (await templateNamed(template.id, context));
  return {
    collisions: await collisionsNow(id, context),
    approvedVersion: found?.state.status === 'approved' ? found.state.keys.version : null,
  };
};

const startImplementation: Lookup<StartLookups> = async ({ id }, context) => ({
  blocking: await blockingNow(id, context),
  retrospective: await currentSettings.get(context.store),
});

const recheckCalendar: Lookup<CalendarLookups> = async ({ now }, context) => ({
  planned: await plannedIds(context, now),
});

const makeAgenda: Lookup<MakeAgendaLookups> = async ({ data }, context) => ({
  due: await dueForCab(context, (data as PayloadOf<typeof MakeCabAgenda>).before),
});

const recordDecision: Lookup<DecisionLookups> = async ({ data }, context) => {
  const found = await changeNamed((data as PayloadOf<typeof RecordCabDecision>).change, context);
  return { change: found ? { reference: found.reference, verdict: found.state.details.approvals.verdict } : null };
};

/** By command. */
export const lookups: Readonly<Record<string, Lookup>> = {
  DraftChange: draftChange,
  DraftStandardChange: draftStandardChange,
  AssignChange: assignChange,
  LinkChange: linkChange,
  ImportChangeStub: importChangeStub,
  SubmitChange: risk,
  AssessChangeRisk: risk,
  DetectChangeCollisions: collisions,
  ScheduleChange: scheduleChange,
  StartChangeImplementation: startImplementation,
  RecheckChangeCalendar: recheckCalendar,
  DefineChangeTemplate: numbered('TPL'),
  ScheduleCabMeeting: numbered('CAB'),
  MakeCabAgenda: makeAgenda,
  RecordCabDecision: recordDecision,
  DeclareFreezeWindow: numbered('WIN'),
  DefineMaintenanceWindow: numbered('WIN'),
};
