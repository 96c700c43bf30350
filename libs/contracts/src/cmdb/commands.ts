import { Type } from '@sinclair/typebox';
import {
  ImportedStub,
  Instant,
  Line,
  Maybe,
  OneOf,
  Payload,
  Prose,
  Reference,
  WithdrawnStub,
  commandsOf,
} from '../kit';
import { ClassKey } from './classes';
import { CiIdentity, ForChange } from './events';
import { CI_STAGES, CI_STATUSES, CRITICALITIES, RELATION_KINDS } from './lifecycle';

const command = commandsOf('cmdb', 'configurationitem');
const byManagers = { roles: ['config-manager', 'agent'] } as const;
const { Optional } = Type;

/** Values of the attributes of a class; null takes one away. */
export const Attributes = Type.Record(Type.String({ pattern: '^[a-z][A-Za-z0-9_]{0,59}$' }), Type.Unknown(), {
  maxProperties: 200,
  description: 'By name; the class says which there are. Null: none.',
});

/** What is said of an item besides its class and attributes; null: nothing. */
export const describedFields = {
  description: Optional(Maybe(Prose())),
  serial: Optional(Maybe(Line(200))),
  environment: Optional(Maybe(Line(60, { description: 'E.g. `production`.' }))),
  location: Optional(Maybe(Line(200))),
  owner: Optional(Maybe(Reference)),
  ownerTeam: Optional(Maybe(Reference)),
  supportTeam: Optional(Maybe(Reference)),
  criticality: Optional(Maybe(OneOf(CRITICALITIES, { description: 'Of a service.' }))),
};

/**
 * Refused for an unknown or abstract class, attributes that do not fit it or lack what it requires, an identity
 * another item has, an unknown owner or team, and a `since` that lies ahead.
 */
export const RegisterConfigurationItem = command('RegisterConfigurationItem', {
  ...byManagers,
  route: 'POST /v1/configuration-items',
  creates: true,
  summary: 'Register a configuration item',
  payload: Payload({
    name: Line(300),
    class: ClassKey,
    stage: Optional(OneOf(CI_STAGES, { description: 'Default: `in_use`.' })),
    status: Optional(OneOf(CI_STATUSES, { description: 'Default: `operational`.' })),
    ...describedFields,
    attributes: Optional(Attributes),
    identities: Optional(Type.Array(CiIdentity, { maxItems: 20, description: 'Its names in other systems.' })),
    since: Optional(Instant({ description: 'Since when it is there, when that is stated late; default: now.' })),
  }),
});

/**
 * Refused where a source's word on a field counts for more than a person's, for attributes that do not fit the class
 * or that it requires and would lose, and for an unknown owner or team. What people said already records nothing.
 */
export const ReviseConfigurationItem = command('ReviseConfigurationItem', {
  ...byManagers,
  route: 'POST /v1/configuration-items/:id/revise',
  summary: 'Put name, description or attributes of an item right',
  description: 'What is left out stays as it is; null takes it away.',
  payload: Payload(
    { name: Optional(Line(300)), ...describedFields, attributes: Optional(Attributes), change: ForChange },
    { minProperties: 1 },
  ),
});

/** Refused where the table of stages does not lead, and always once disposed of; the stage it is in records nothing. */
export const ChangeConfigurationItemStage = command('ChangeConfigurationItemStage', {
  ...byManagers,
  route: 'POST /v1/configuration-items/:id/change-stage',
  summary: 'Move an item to another stage of its life',
  payload: Payload({ stage: OneOf(CI_STAGES), reason: Optional(Prose(2000)), change: ForChange }),
});

/** Permitted in every stage; the status it has records nothing. */
export const ReportConfigurationItemStatus = command('ReportConfigurationItemStatus', {
  ...byManagers,
  route: 'POST /v1/configuration-items/:id/report-status',
  summary: 'Report whether an item works',
  payload: Payload({ status: OneOf(CI_STATUSES), note: Optional(Prose(2000)), change: ForChange }),
});

const ItemName = Line(200, { description: 'Id or number of a configuration item.' });

/**
 * Refused for an unknown target, the item itself, an instant ahead, an end no later than the beginning, and a period
 * that overlaps one there is. A period that is covered records nothing.
 */
export const RelateConfigurationItem = command('RelateConfigurationItem', {
  ...byManagers,
  route: 'POST /v1/configuration-items/:id/relate',
  summary: 'Relate an item to another',
  description: 'Read from this item to the target: it runs on, depends on, is part of … the target.',
  payload: Payload({
    kind: OneOf(RELATION_KINDS),
    targetId: ItemName,
    from: Optional(Instant({ description: 'Since when, if that is stated late; default: now.' })),
    to: Optional(Instant({ description: 'Until when, of a relation that is over.' })),
  }),
});

/**
 * Refused for an instant that lies ahead or before the relation began; without a lasting relation nothing is recorded.
 * An end at its very beginning: it never was.
 */
export const UnrelateConfigurationItem = command('UnrelateConfigurationItem', {
  ...byManagers,
  route: 'POST /v1/configuration-items/:id/unrelate',
  summary: 'End a relation of an item to another',
  payload: Payload({
    kind: OneOf(RELATION_KINDS),
    targetId: ItemName,
    at: Optional(Instant({ description: 'Since when it is over, if that is stated late; default: now.' })),
  }),
});

/** Refused when the id does not follow from source and number, and for an item that came with no import. */
export const ImportConfigurationItemStub = command('ImportConfigurationItemStub', {
  roles: ['admin'],
  route: 'PUT /v1/configuration-items/:id/import',
  creates: 'or-extends',
  summary: 'Make a record of an item that an imported record names',
  description:
    'Nothing is known of it but its name there: it is of no class but the root of the tree and marked `importedOnly`. A ' +
    'reconciliation of the same source that names it gives it its class, unless another item has that name there already: ' +
    'then this one is known by its number alone. What is there stays as it is.',
  payload: ImportedStub,
});

/** Also refused for an item that came with no import; withdrawing again records nothing. */
export const WithdrawConfigurationItemStub = command('WithdrawConfigurationItemStub', {
  roles: ['admin'],
  route: 'POST /v1/configuration-items/:id/withdraw-import',
  summary: 'Undo an import batch for this item',
  description: 'Refused once more is known of it, others are related to it, or when another batch brought it.',
  payload: WithdrawnStub,
});

/** What people and importers tell of an item; what reconciliation tells is in `reconciliationCommands`. */
export const configurationItemCommands = [
  RegisterConfigurationItem,
  ReviseConfigurationItem,
  ChangeConfigurationItemStage,
  ReportConfigurationItemStatus,
  RelateConfigurationItem,
  UnrelateConfigurationItem,
  ImportConfigurationItemStub,
  WithdrawConfigurationItemStub,
] as const;
