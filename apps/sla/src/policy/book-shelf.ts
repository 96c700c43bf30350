import type { SlaCalendarView, SlaPolicyView } from '@opsledger/contracts';
import { policyBook, type PolicyBook, type Version } from './policy-book';

/** Every policy and calendar in every version. */
export interface Definitions {
  readonly policies: readonly SlaPolicyView[];
  readonly calendars: readonly SlaCalendarView[];
}

/** Keeps the latest book, so that calendars are compiled once and not for every clock that is looked at. */
export class BookShelf {
  private kept: { readonly edition: string; readonly book: PolicyBook } | undefined;

  bookOf({ policies, calendars }: Definitions): PolicyBook {
    const edition = JSON.stringify([...policies, ...calendars].map(({ id, version }) => [id, version]));
    if (this.kept?.edition !== edition)
      this.kept = { edition, book: policyBook(policies.flatMap(versionsOf), calendars.flatMap(versionsOf)) };
    return this.kept.book;
  }
}

const versionsOf = <Definition>(view: {
  readonly id: string;
  readonly retiredAt?: string | null;
  readonly versions: readonly {
    readonly version: number;
    readonly validFrom: string;
    readonly definition: Definition;
  }[];
}): readonly Version<Definition>[] =>
  view.versions.map(({ version, validFrom, definition }) => ({
    id: view.id,
    version,
    validFrom: Date.parse(validFrom),
    definition,
    ...(view.retiredAt && { retiredAt: Date.parse(view.retiredAt) }),
  }));
