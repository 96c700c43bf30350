import { given } from '@opsledger/testing';
import { incident } from '../incident';
import { aClosedIncident, aLoggedIncident, aResolvedIncident, command, keys } from '../incident.histories';

const unchanged = { before: null, after: null };

describe('CategoriseIncident', () => {
  const categorise = (data: object) => command('CategoriseIncident', data);
  const service = { id: 's-1', name: 'Printing' };
  const categorised = {
    type: 'IncidentCategorised',
    data: {
      keys: keys({ category: 'hardware', service }),
      category: { before: null, after: 'hardware' },
      subcategory: unchanged,
      service: { before: null, after: service },
      location: unchanged,
    },
  } as const;

  test('changes what is said and leaves the rest', () => {
    given(incident, ...aLoggedIncident())
      .when(categorise({ category: 'hardware', service }))
      .then(categorised);
    given(incident, ...aLoggedIncident(), categorised)
      .when(categorise({ category: null, location: 'Berlin' }))
      .then({
        type: 'IncidentCategorised',
        data: {
          keys: keys({ service }),
          category: { before: 'hardware', after: null },
          subcategory: unchanged,
          service: { before: service, after: service },
          location: { before: null, after: 'Berlin' },
        },
      });
  });

  test('the same is nothing', () => {
    given(incident, ...aLoggedIncident(), categorised)
      .when(categorise({ category: 'hardware' }))
      .thenNothing();
  });

  test('also of a resolved one, not of a closed one', () => {
    const onResolved = {
      ...categorised,
      data: { ...categorised.data, keys: { ...categorised.data.keys, state: 'resolved' } },
    };
    given(incident, ...aResolvedIncident())
      .when(categorise({ category: 'hardware', service }))
      .then(onResolved as typeof categorised);
    given(incident, ...aClosedIncident())
      .when(categorise({ category: 'hardware' }))
      .thenRefused('incident-ended');
  });
});

describe('ReviseIncidentDescription', () => {
  const revise = (data: object) => command('ReviseIncidentDescription', data);

  test('changes what is said and leaves the rest', () => {
    given(incident, ...aLoggedIncident())
      .when(revise({ title: 'Printer smokes' }))
      .then({
        type: 'IncidentDescriptionRevised',
        data: { keys: keys(), title: { before: 'Printer on fire', after: 'Printer smokes' }, description: unchanged },
      });
  });

  test('the same is nothing; a closed one is refused', () => {
    given(incident, ...aLoggedIncident())
      .when(revise({ title: 'Printer on fire', description: null }))
      .thenNothing();
    given(incident, ...aClosedIncident())
      .when(revise({ title: 'x' }))
      .thenRefused('incident-ended');
  });
});
