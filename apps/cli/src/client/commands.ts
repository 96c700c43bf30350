/** What the server answers to a command. */
export interface Receipt {
  readonly id: string;
  readonly number?: string;
  readonly version: number;
  readonly position: string;
  /** Facts this command recorded; 0 when it asked for what was already so. */
  readonly recorded: number;
  /** Of these, what another system tells and was not recorded before; what is told again is not among them. */
  readonly imported?: number;
  /** The same request was carried out before; this is its first answer again. */
  readonly repeated?: boolean;
}

/** A command or query that has a route. */
interface Routed {
  readonly name: string;
  readonly route?: string;
}

/** `POST /v1/incidents/:id/resolve` and an id → `/v1/incidents/<id>/resolve`. */
export function pathOf({ name, route }: Routed, id?: string): string {
  if (!route) throw new TypeError(`${name} has no route.`);
  const path = route.slice(route.indexOf(' ') + 1);
  return id === undefined ? path : path.replace(':id', encodeURIComponent(id));
}
