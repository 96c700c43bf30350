import { toldIn, type HistoryEntry } from '@opsledger/contracts';
import type { HistoryFact, IncidentHistory } from '../history';
import { isAsFull, isOfLogging } from './fuller';
import { untoldByGap } from './gap';
import { knownFacts, type RecordedHistory } from './known-facts';
import { shownBy, type Shown } from './shown';

/**
 * Facts that a history tells only because it lacks updates of which something is recorded: what those did shows late, at
 * the next update that it has. The incident stood so already, and did not come to stand so then.
 */
export function lateIn(history: IncidentHistory, recorded: RecordedHistory): HistoryFact[] {
  const known = knownFacts(history, recorded);
  const gap = untoldByGap(history, recorded, known);
  if (gap.size === 0 || isAsFull(history, recorded, known)) return [];
  const entryOf = new Map([...known].map(([entry, fact]) => [fact, entry]));
  const story = new Story(recorded.items, known, gap);
  return history.facts.filter((fact) => {
    const entry = entryOf.get(fact);
    if (entry) story.goOnTo(entry);
    else if (isOfLogging(fact) ? known.size > 0 : story.comesTo(fact)) return true;
    else story.tell(fact);
    return false;
  });
}

/** What is recorded, gone through beside the facts of a file. */
class Story {
  private next = 0;
  private hasGap = false;
  private readonly shown = new Map<string, { readonly value: string; readonly inGap: boolean }>();

  constructor(
    private readonly items: readonly HistoryEntry[],
    private readonly told: ReadonlyMap<HistoryEntry, HistoryFact>,
    private readonly gap: ReadonlySet<HistoryEntry>,
  ) {}

  goOnTo(entry: HistoryEntry): void {
    for (let place = this.items.indexOf(entry); this.next <= place;) this.pass(this.items[this.next++]!);
  }

  /**
   * Goes on to the time of a fact, as far as the file does not tell it; answers whether updates that the file lacks have
   * brought about by then all that the fact says. What happens in the same minute may be before it or after it.
   */
  comesTo(fact: HistoryFact): boolean {
    for (
      let it = this.items[this.next];
      it && !this.told.has(it) && it.occurredAt <= fact.at;
      it = this.items[this.next]
    ) {
      if (it.occurredAt === fact.at && this.hasShown(fact)) return true;
      this.pass(it);
      this.next++;
    }
    return this.hasShown(fact);
  }

  tell({ type, data }: HistoryFact): void {
    this.note(shownBy({ type, ...toldIn(data) }), false);
  }

  private hasShown({ type, data }: HistoryFact): boolean {
    // The reader's own words, about what was odd between two updates that did not follow each other.
    if (type === 'IncidentWorkNoted') return this.hasGap;
    const said = shownBy({ type, ...toldIn(data) });
    return (
      said.length > 0 &&
      said.every(([matter, value]) => {
        const last = this.shown.get(matter);
        return last !== undefined && last.inGap && last.value === value;
      })
    );
  }

  private pass(entry: HistoryEntry): void {
    this.hasGap ||= this.gap.has(entry);
    this.note(shownBy(entry), this.gap.has(entry));
  }

  private note(shown: readonly Shown[], inGap: boolean): void {
    for (const [matter, value] of shown) {
      this.shown.set(matter, { value, inGap });
      if (matter === 'reopened') this.shown.delete('state');
    }
  }
}
