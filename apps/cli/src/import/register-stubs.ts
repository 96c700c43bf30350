import {
  ImportChangeStub,
  ImportConfigurationItemStub,
  ImportProblemStub,
  type CommandContract,
  type LinkKind,
  type Reference,
} from '@opsledger/contracts';
import type { HistoryFact } from '@opsledger/incident-history';
import type { Api } from '../client/api';
import { pathOf, type Receipt } from '../client/commands';
import { Refused } from '../client/errors';
import type { Unregistered } from './register-references';

/** What makes a record of the target of a link; links to incidents need none. */
const STUB_OF: Readonly<Partial<Record<LinkKind, CommandContract>>> = {
  problem: ImportProblemStub,
  caused_by_change: ImportChangeStub,
  fixed_by_change: ImportChangeStub,
  affected_ci: ImportConfigurationItemStub,
};

interface Named {
  readonly contract: CommandContract;
  readonly target: Reference;
  readonly row: number;
  readonly at: string;
}

/**
 * Makes records of the problems, changes and configuration items that imported incidents name, each once and under the
 * id that the links use. All that is known of them is that they are named: what there is of them already is left as it is.
 */
export class StubRegistrar {
  private readonly asked = new Map<string, Promise<void>>();
  readonly unregistered: Unregistered[] = [];
  registered = 0;

  constructor(
    private readonly api: Api,
    private readonly source: string,
    private readonly batch: string,
  ) {}

  /** How many were named. */
  get named(): number {
    return this.asked.size;
  }

  /** To be awaited before the links are recorded: a record is told of links when there is one. */
  async register(facts: readonly HistoryFact[]): Promise<void> {
    await Promise.all(namedIn(facts).map((named) => this.once(named)));
  }

  private once(named: Named): Promise<void> {
    const { id } = named.target;
    let asked = this.asked.get(id);
    if (!asked) this.asked.set(id, (asked = this.send(named)));
    return asked;
  }

  private async send({ contract, target, row, at }: Named): Promise<void> {
    const { source, batch } = this;
    try {
      const stub = { source, number: target.name, batch, row, at };
      const { recorded } = await this.api.put<Receipt>(pathOf(contract, target.id), stub);
      if (recorded > 0) this.registered++;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.unregistered.push({ name: target.name, why: error.detail });
    }
  }
}

/** Problems, changes and configuration items that facts link, as often as they do. */
export const namedIn = (facts: readonly HistoryFact[]): Named[] =>
  facts.flatMap((fact) => {
    const contract = fact.type === 'IncidentLinked' ? STUB_OF[fact.data.kind] : undefined;
    return fact.type === 'IncidentLinked' && contract
      ? [{ contract, target: fact.data.target, row: fact.row, at: fact.at }]
      : [];
  });
