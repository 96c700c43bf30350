import type { Rate } from './figure';

/** Verdicts (SQL) that count; the others leave a change out. */
export const COUNTED = "verdict in ('named_change', 'open_change', 'unauthorised')";

/** Changes seen on configuration items with no open change, wherever a report shows them. */
export const unauthorisedFigure = <Date extends string>(by: Date): Rate<Date> & { readonly id: 'unauthorised' } => ({
  id: 'unauthorised',
  kind: 'rate',
  version: 1,
  title: 'Unauthorised changes',
  formula: 'Changes seen on an item with no open change ÷ changes seen on items.',
  cohort:
    'What changed of items in the period: attributes, stage, status or relations; of one batch of sources, one change for ' +
    'each part of an item.',
  edgeCases:
    'A change is open on an item it touches (of a relation: on either end) while it is carried out, and while it is ' +
    'scheduled and within its planned time. A change that is named counts from its beginning on, also when it is done. ' +
    'Left out: what came with the item when it became known, items that serve nobody yet or any more, and batches that ' +
    'were undone. A change may be recorded late and change past periods; ask with asOf for the figure as it was known.',
  by,
  where: COUNTED,
  numerator: "(verdict = 'unauthorised')::int",
});
