import { Type, type Static } from '@sinclair/typebox';
import { Attributes } from '../cmdb/commands';
import { CI_STAGES, CI_STATUSES } from '../cmdb/lifecycle';
import { OneOf, Payload, Reference } from '../kit';

/** What the configuration database will say of an item once the change is done. */
export const PlannedConfiguration = Payload(
  {
    ci: Reference,
    attributes: Type.Optional(Attributes),
    stage: Type.Optional(OneOf(CI_STAGES)),
    status: Type.Optional(OneOf(CI_STATUSES)),
  },
  { minProperties: 2 },
);
export type PlannedConfiguration = Static<typeof PlannedConfiguration>;

/** At most one entry for an item; sent to the configuration database when the change finishes successfully. */
export const PlannedConfigurations = Type.Array(PlannedConfiguration, {
  maxItems: 50,
  description: 'What the items will be like when it is done; each is touched by the change. None: `[]`.',
});

/** The parts of it that are told one by one, so that the refusal of one stops no other. */
export const CONFIGURATION_PARTS = ['attributes', 'stage', 'status'] as const;
export type ConfigurationPart = (typeof CONFIGURATION_PARTS)[number];
