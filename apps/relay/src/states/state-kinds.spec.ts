import * as contracts from '@opsledger/contracts';
import type { ServiceContracts } from '@opsledger/contracts';
import { stateKinds } from './state-kinds';

const services = Object.values(contracts).filter(
  (value): value is ServiceContracts => typeof value === 'object' && 'commands' in value && 'queries' in value,
);

it('finds the query of every kind of record that can be asked for', () => {
  const kinds = [...stateKinds(services).values()].map(({ service, category }) => `${service} ${category}`).sort();
  expect(kinds).toEqual([
    'change cabmeeting',
    'change change',
    'change changesettings',
    'change changetemplate',
    'change changewindow',
    'change deployment',
    'change release',
    'cmdb baseline',
    'cmdb cmdbsettings',
    'cmdb configurationitem',
    'cmdb quarantinedrow',
    'cmdb reconciliation',
    'directory person',
    'directory team',
    'incident incident',
    'incident incidentsettings',
    'knowledge article',
    'problem problem',
    'problem problemsettings',
    'problem problemtrend',
    'sla slacalendar',
    'sla slapolicy',
  ]);
});

it('leaves out what no query answers as one record', () => {
  const known = stateKinds(services);
  const categories = services.flatMap(({ commands }) => commands.map(({ category }) => category));
  expect([...new Set(categories)].filter((category) => !known.has(category)).sort()).toEqual([
    'accesstoken',
    'articleuse',
    'changecalendar',
    'ciclasses',
    'problemtrenddetection',
    'slaavailability',
    'slaclocks',
  ]);
});

it('asks for settings without an id', () => {
  const known = stateKinds(services);
  expect(known.get('incidentsettings')).toMatchObject({ query: 'GetIncidentSettings', takesId: false });
  expect(known.get('incident')).toMatchObject({ query: 'GetIncident', takesId: true });
});
