import type { Reference } from '@opsledger/contracts';
import type { HistoryFact } from '../history';
import { externalReference } from '../identity';
import { endingOf } from './endings';
import { factKey, LOGGING } from './fact-keys';
import { details } from './facts/details';
import { fitted } from './facts/fitted';
import { beginning, asLogged, openedAt } from './facts/logged';
import { moves } from './facts/moves';
import type { Statement } from './facts/statement';
import { dated, marked } from './marks';
import type { Mapping } from './mapping';
import { readingOf, type Before } from './reading';
import type { Update } from './update';
import { keysOf } from './update-keys';

/** Goes through one incident's updates, in order, and says what each of them adds. */
export class Telling {
  private readonly opened: string;
  private readonly keys: ReadonlyMap<Update, string>;
  private known: Before = null;
  private resolutions = 0;
  /** When it last ended or was reopened: the next ending cannot be earlier. */
  private lastTurn: string;

  constructor(
    private readonly number: string,
    private readonly updates: readonly Update[],
    private readonly mapping: Mapping,
  ) {
    this.opened = openedAt(updates[0]!);
    this.lastTurn = this.opened;
    this.keys = keysOf(updates);
  }

  /** Of its updates; those that repeat one have its name. */
  get names(): readonly string[] {
    return [...new Set(this.keys.values())];
  }

  /** The update that was told last. */
  get before(): Update | undefined {
    return this.known?.update;
  }

  /** The facts of the update at this index; `oddities` are what is known to be wrong with it already. */
  tell(index: number, oddities: readonly string[]): readonly HistoryFact[] {
    const update = this.updates[index]!;
    const { picture, doubts } = readingOf(update, this.known, this.number, this.mapping);
    const before = this.known?.picture ?? asLogged(picture);
    const { opening, following } = moves(before, picture, {
      said: update.status.said,
      resolutions: this.resolutions,
      knowsResolution: update.resolvedAt !== null,
      resolved: () => endingOf('resolved', this.updates, index, this.lastTurn),
      closed: (notBefore) => endingOf('closed', this.updates, index, later(notBefore, this.lastTurn)),
      cancelReason: update.prose('close_notes'),
      mapping: this.mapping,
    });
    const statements = [
      ...(this.known ? [] : beginning(update, picture, this.number, this.mapping)),
      ...opening,
      ...details(before, picture),
      ...following,
    ];
    this.turn([...opening, ...following], update);
    this.known = { update, picture };
    const all = marked([...oddities, ...this.beforeOpening(update), ...doubts], statements);
    return dated(update, all).map((statement) => this.factOf(statement, update));
  }

  private turn(told: readonly Statement[], update: Update): void {
    for (const { type, at } of told) {
      if (type === 'IncidentResolved') this.resolutions++;
      if (at || type === 'IncidentReopened') this.lastTurn = later(this.lastTurn, at ?? update.at);
    }
  }

  private beforeOpening({ at }: Update): string[] {
    if (at >= this.opened) return [];
    return [
      `The source dates this update ${at}, before the incident was opened (${this.opened}); read as made at its opening.`,
    ];
  }

  private factOf({ type, data, at, by, slot, isOfLogging, contradiction }: Statement, update: Update): HistoryFact {
    return fitted({
      key: factKey(isOfLogging ? LOGGING : this.keys.get(update)!, type, slot),
      row: update.row,
      at: at ?? later(update.at, this.opened),
      by: this.author(by === undefined ? update.text('sys_updated_by') : by),
      type,
      data,
      ...(contradiction ? { contradiction } : {}),
    } as HistoryFact);
  }

  private author(name: string | null): Reference {
    const { source } = this.mapping;
    return name === null ? externalReference(source, 'source', source) : externalReference(source, 'person', name);
  }
}

const later = (a: string, b: string): string => (a > b ? a : b);
