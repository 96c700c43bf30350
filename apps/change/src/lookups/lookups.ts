import { CheckMembership } from '@opsledger/contracts';
import { stateAt } from '@opsledger/event-sourcing';
import { streamOf } from '@opsledger/event-store';
import { askingAs, type Lookup, type ServiceContext } from '@opsledger/service-kit';
import { change } from '../change/change';
import { templateRecords } from '../queries/records';
import { changeSettings } from '../settings/settings';
import { changeTemplate } from '../template/template';
import { changeNamed } from './change-named';
import { blockingNow, collisionsNow, dueForCab, plannedIds, readChange, riskInputs } from './planned-changes';

const ask = askingAs('change');
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

const numbered =
  (prefix: string): Lookup =>
  async (_, { numbers }) => ({ number: await numbers.next(prefix) });

const draft: Lookup = async ({ data, now }, context) => {
  const { assign, parent, template } = data as any;
  const found = template === undefined ? undefined : await templateNamed(template, context);
  return {
    number: await context.numbers.next('CHG'),
    membership: assign && (await ask(context.services, CheckMembership, { ...assign, at: now })),
    parent: parent === undefined ? null : ((await changeNamed(parent, context))?.reference ?? null),
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

/** A record that is known keeps its number: an import that is repeated uses none up. */
const importChangeStub: Lookup = async ({ id }, { store, numbers }) => {
  const state = (await stateAt(change, store, streamOf(change.category, id)))?.state;
  return { number: state && state.status !== 'unknown' ? state.number : await numbers.next('CHG') };
};

const risk: Lookup = async ({ id }, context) => ({ risk: await riskInputs(id, context) });

const schedule: Lookup = async ({ id }, context) => {
  const template = (await readChange(context, id))?.details.template?.template;
  const found = template && (await templateNamed(template.id, context));
  return {
    collisions: await collisionsNow(id, context),
    approvedVersion: found?.state.status === 'approved' ? found.state.keys.version : null,
  };
};

/** By command. */
export const lookups: Readonly<Record<string, Lookup>> = {
  DraftChange: draft,
  DraftStandardChange: draft,
  AssignChange: async ({ data, now }, { services }) => ({
    membership: await ask(services, CheckMembership, { ...(data as { teamId: string }), at: now }),
  }),
  LinkChange: async ({ data }, context) => {
    const { kind, target } = data as { kind: string; target: { id: string } };
    const parent = kind === 'parent' ? await changeNamed(target.id, context) : undefined;
    if (!parent) return { parent: null };
    return { parent: { reference: parent.reference, leadsTo: await partOf(parent.reference.id, context) } };
  },
  SubmitChange: risk,
  ImportChangeStub: importChangeStub,
  AssessChangeRisk: risk,
  DetectChangeCollisions: async ({ id }, context) => ({ collisions: await collisionsNow(id, context) }),
  ScheduleChange: schedule,
  StartChangeImplementation: async ({ id }, context) => ({
    blocking: await blockingNow(id, context),
    retrospective:
      (await stateAt(changeSettings, context.store, streamOf(changeSettings.category, 'settings')))?.state ??
      changeSettings.initial,
  }),
  RecheckChangeCalendar: async ({ now }, context) => ({ planned: await plannedIds(context, now) }),
  DefineChangeTemplate: numbered('TPL'),
  ScheduleCabMeeting: numbered('CAB'),
  MakeCabAgenda: async ({ data }, context) => ({ due: await dueForCab(context, (data as { before: string }).before) }),
  RecordCabDecision: async ({ data }, context) => {
    const found = await changeNamed((data as { change: string }).change, context);
    return {
      change: found ? { reference: found.reference, verdict: found.state.details.approvals.verdict } : null,
    };
  },
  DeclareFreezeWindow: numbered('WIN'),
  DefineMaintenanceWindow: numbered('WIN'),
};
