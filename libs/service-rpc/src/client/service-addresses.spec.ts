import { serviceAddresses } from './service-addresses';

test('services, each at one address or several', () => {
  const addresses = serviceAddresses(' incident=a.internal:4000, b:4001 ; cmdb=[::1]:4002;');
  expect([...addresses]).toEqual([
    [
      'incident',
      [
        { host: 'a.internal', port: 4000 },
        { host: 'b', port: 4001 },
      ],
    ],
    ['cmdb', [{ host: '::1', port: 4002 }]],
  ]);
  expect(serviceAddresses('').size).toBe(0);
});

test.each([
  ['incident', 'incident needs addresses'],
  ['incident=', 'incident needs addresses'],
  ['incident=host', 'incident needs addresses'],
  ['incident=host:0', 'incident needs addresses'],
  ['incident=host:65536', 'incident needs addresses'],
  ['incident=http://host:80', 'incident needs addresses'],
  ['=host:1', 'no name of a service'],
  ['Incident=host:1', 'no name of a service'],
  ['a=h:1;a=h:2', 'named twice'],
])('%s is refused', (text, message) => {
  expect(() => serviceAddresses(text)).toThrow(message);
});
