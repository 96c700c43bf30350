/** What there is to say when the suite takes requests. */
export interface Announced {
  readonly url: string;
  /** Where the data is: a directory, or the database's host. */
  readonly data: string;
  /** Where events are published, if they are. */
  readonly brokers?: string;
  /** The administrator's token, only when it was made just now. */
  readonly newToken?: string;
}

/** Tells a newcomer where to look, and gives a first command that works as it stands. */
export function announcement({ url, data, brokers, newToken }: Announced): string {
  const facts = [
    ['Suite', url],
    ['API reference', `${url}/docs`],
    ['Data', data],
    ...(brokers ? [['Kafka', brokers]] : []),
    ...(newToken ? [['Admin token', `${newToken}   (shown only this once: keep it)`]] : []),
  ];
  return [
    '',
    'Opsledger is ready.',
    '',
    ...facts.map(([name, value]) => `  ${name!.padEnd(14)}${value}`),
    '',
    newToken ? 'Log a first incident:' : 'Log an incident, with an access token in OPSLEDGER_TOKEN:',
    '',
    `  curl -s ${url}/v1/incidents \\`,
    `    -H "authorization: Bearer ${newToken ?? '$OPSLEDGER_TOKEN'}" \\`,
    `    -H "content-type: application/json" \\`,
    `    -d '{"title":"Payments are slow","impact":2,"urgency":1}'`,
    '',
    ...(newToken
      ? []
      : ['No token at hand? Start once with one of your own in OPSLEDGER_TOKEN: it becomes valid then.', '']),
  ].join('\n');
}

/** An address to type on this machine, whatever the suite listens on. */
export function urlFor(host: string, port: number): string {
  const name = ['0.0.0.0', '::', ''].includes(host) ? '127.0.0.1' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
