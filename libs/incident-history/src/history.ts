import type { IncidentEvent, IncidentFactData, Reference } from '@opsledger/contracts';
import type { Column } from './servicenow/columns';

/** What a source may state; the withdrawal of an import is ours. */
export type FactType = Exclude<IncidentEvent['type'], 'IncidentImportWithdrawn'>;

/** A type and its data, for any of the given types. */
export type Saying<Types extends FactType = FactType> = {
  readonly [Type in Types]: { readonly type: Type; readonly data: IncidentFactData<Type> };
}[Types];

/** Something another system recorded about one incident, as a fact of ours. */
export type HistoryFact<Types extends FactType = FactType> = Saying<Types> & {
  /** Unique within the incident and the same in every reading of the log: what makes importing again safe. */
  readonly key: string;
  /** 1-based data row of the file. */
  readonly row: number;
  /** When it was so: ISO 8601, UTC, milliseconds. */
  readonly at: string;
  readonly by: Reference;
  /** What the source says that cannot be, and how it was read. */
  readonly contradiction?: string;
};

/**
 * What became of a row. `imported`: it gave facts. `merged`: it says nothing that was not known.
 * `contradictory`: it gave facts, at least one of them marked. `refused`: it could not be read.
 */
export type Outcome = 'imported' | 'merged' | 'contradictory' | 'refused';

/** What became of one row of the file, for the report of an import; a `number` of null: the row names no incident. */
export interface RowOutcome {
  readonly row: number;
  readonly number: string | null;
  readonly outcome: Outcome;
  readonly why: string;
}

/** One incident's history, ready to be sent. */
export interface IncidentHistory {
  readonly externalNumber: string;
  /** Of the record here; follows from source and number. */
  readonly id: string;
  readonly facts: readonly HistoryFact[];
  readonly rows: readonly RowOutcome[];
  /** Names of the updates that the log has of it, as facts' keys begin with them. */
  readonly updates: readonly string[];
  /** What the log tells of each update. */
  readonly columns: ReadonlySet<Column>;
}
