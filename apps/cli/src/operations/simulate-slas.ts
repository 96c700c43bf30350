import type { Api } from '../client/api';

export interface Tally {
  readonly met: number;
  readonly breached: number;
  /** Between 0 and 1; `null` without a verdict. */
  readonly compliance: number | null;
}

/** A simulation as the server answers it. */
export interface Simulated {
  readonly incidents: number;
  readonly groups: readonly { readonly group: string | null; readonly before: Tally; readonly after: Tally }[];
  readonly flips: number;
  readonly examples: readonly {
    readonly number: string;
    readonly target: string;
    readonly before: string;
    readonly after: string;
    readonly why: string;
  }[];
}

export const simulate = (api: Api, proposal: object): Promise<Simulated> => api.post('/v1/sla/simulations', proposal);
