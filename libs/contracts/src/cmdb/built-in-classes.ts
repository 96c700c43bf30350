import type { AttributeSchema, CiClass } from './classes';

const text = { type: 'string', maxLength: 500 };
const count = { type: 'integer', minimum: 0 };
const amount = { type: 'number', minimum: 0 };
const date = { type: 'string', format: 'date' };
const url = { type: 'string', format: 'uri', maxLength: 2000 };

const builtIn = (
  key: string,
  name: string,
  parent: string | null,
  properties: AttributeSchema['properties'] = {},
  required: string[] = [],
): CiClass => ({ key, name, parent, abstract: false, schema: { properties, required }, version: 1 });

const heading = (...[key, name, parent, properties]: Parameters<typeof builtIn>): CiClass => ({
  ...builtIn(key, name, parent, properties),
  abstract: true,
});

/** What may be said of anything that was bought. */
const assetAttributes = {
  assetTag: text,
  cost: amount,
  currency: { type: 'string', pattern: '^[A-Z]{3}$' },
  supplier: text,
  purchaseDate: date,
  warrantyEnd: date,
  contract: text,
  assignedTo: text,
  depreciationMonths: { type: 'integer', minimum: 1, maximum: 600 },
  salvageValue: amount,
};

/** The tree every installation starts with; its attributes may be revised like those of any other class. */
export const BUILT_IN_CLASSES: readonly CiClass[] = [
  heading('configuration_item', 'Configuration item', null, assetAttributes),
  heading('service', 'Service', 'configuration_item'),
  builtIn('business_service', 'Business service', 'service'),
  builtIn('technical_service', 'Technical service', 'service'),
  heading('software', 'Software', 'configuration_item', { version: text, vendor: text }),
  builtIn('application', 'Application', 'software', { url }),
  builtIn('database', 'Database', 'software', { engine: text, port: { type: 'integer', minimum: 1, maximum: 65535 } }),
  heading('hardware', 'Hardware', 'configuration_item', { manufacturer: text, model: text }),
  heading('computer', 'Computer', 'hardware', {
    hostname: text,
    ipAddress: { type: 'string', anyOf: [{ format: 'ipv4' }, { format: 'ipv6' }] },
    operatingSystem: text,
    cpuCount: count,
    memoryGb: amount,
    diskGb: amount,
  }),
  builtIn('server', 'Server', 'computer'),
  builtIn('virtual_machine', 'Virtual machine', 'computer'),
  builtIn('container', 'Container', 'computer', { image: text }),
  builtIn('endpoint', 'Endpoint', 'computer'),
  builtIn('network_device', 'Network device', 'hardware', { managementAddress: text, firmware: text, ports: count }),
  builtIn('storage', 'Storage', 'hardware', { capacityGb: amount }),
  builtIn('contract', 'Contract', 'configuration_item', { startDate: date, endDate: date, value: amount }),
  builtIn('licence', 'Licence', 'configuration_item', {
    product: text,
    entitlements: count,
    installs: count,
    expires: date,
  }),
  builtIn('document', 'Document', 'configuration_item', { url, revision: text }),
];
