import type { FactType, HistoryFact } from '../history';

const ENDS_OR_REOPENS: readonly FactType[] = [
  'IncidentReopened',
  'IncidentResolved',
  'IncidentClosed',
  'IncidentCanceled',
];

/**
 * Facts in the order to record them: as the updates tell them, but a resolution dated later than the row
 * that shows it comes after what happened until then.
 */
export class Timeline {
  private readonly facts: HistoryFact[] = [];
  private waiting: HistoryFact | undefined;

  add(fact: HistoryFact): void {
    if (this.waiting && (fact.at >= this.waiting.at || ENDS_OR_REOPENS.includes(fact.type))) this.release();
    if (fact.type === 'IncidentResolved') this.waiting = fact;
    else this.facts.push(fact);
  }

  end(): readonly HistoryFact[] {
    this.release();
    return this.facts;
  }

  private release(): void {
    if (this.waiting) this.facts.push(this.waiting);
    this.waiting = undefined;
  }
}
