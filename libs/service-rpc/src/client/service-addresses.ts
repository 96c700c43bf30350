/** One entry of a service's addresses, as the environment names it. */
export interface Address {
  /** A name, which may stand for several replicas, or an IP address. */
  readonly host: string;
  readonly port: number;
}

/** Where each service is reached, by its name. */
export type ServiceAddresses = ReadonlyMap<string, readonly Address[]>;

const ADDRESS = /^(?:\[([0-9a-f:.]+)\]|([\w.-]+)):(\d{1,5})$/i;

/**
 * Reads `incident=host:port,host:port;cmdb=[::1]:4000`.
 *
 * @throws TypeError that says what is wrong
 */
export function serviceAddresses(text: string): ServiceAddresses {
  const addresses = new Map<string, readonly Address[]>();
  for (const entry of text.split(';').map((part) => part.trim())) {
    if (entry === '') continue;
    const [name = '', list = ''] = entry.split('=').map((part) => part.trim());
    if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new TypeError(`${name || entry} is no name of a service`);
    if (addresses.has(name)) throw new TypeError(`${name} is named twice`);
    addresses.set(
      name,
      list.split(',').map((address) => addressOf(name, address.trim())),
    );
  }
  return addresses;
}

function addressOf(service: string, text: string): Address {
  const [, ipv6, name, digits] = ADDRESS.exec(text) ?? [];
  const port = Number(digits);
  if (!digits || port < 1 || port > 65_535) throw new TypeError(`${service} needs addresses like host:4000`);
  return { host: (ipv6 ?? name)!, port };
}
