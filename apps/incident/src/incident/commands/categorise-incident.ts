import type { CategoriseIncident, CommandOf, IncidentEvent } from '@opsledger/contracts';
import { requireNotEnded } from '../guards';
import { keysOf, type KnownIncident } from '../incident-state';

export function categoriseIncident(
  { data }: CommandOf<typeof CategoriseIncident>,
  state: KnownIncident,
): IncidentEvent[] {
  requireNotEnded(state, 'it is categorised');
  const { category, subcategory, service, location } = state.details;
  const after = { category, subcategory, service, location, ...given(data) };
  const isSame =
    after.category === category &&
    after.subcategory === subcategory &&
    after.service?.id === service?.id &&
    after.location === location;
  if (isSame) return [];
  return [
    {
      type: 'IncidentCategorised',
      data: {
        keys: keysOf(state, { category: after.category, service: after.service }),
        category: { before: category, after: after.category },
        subcategory: { before: subcategory, after: after.subcategory },
        service: { before: service, after: after.service },
        location: { before: location, after: after.location },
      },
    },
  ];
}

type Given<Data> = { -readonly [Field in keyof Data]?: Exclude<Data[Field], undefined> };

/** A field that is there but undefined says nothing. */
const given = <Data extends object>(data: Data): Given<Data> =>
  Object.fromEntries(Object.entries(data).filter(([, value]) => value !== undefined)) as Given<Data>;
