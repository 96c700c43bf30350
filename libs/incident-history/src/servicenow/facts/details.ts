import { LINK_KINDS } from '@opsledger/contracts';
import { same, type Picture } from '../picture';
import type { Statement } from './statement';

const change = <Value>(before: Value, after: Value) => ({ before, after });

/** What kind of incident it became known to be. */
export const classification = (before: Picture, after: Picture): Statement[] => [
  ...categorised(before, after),
  ...assessed(before, after),
];

/** What the update changed about the incident other than its state. */
export const details = (before: Picture, after: Picture): Statement[] => [
  ...described(before, after),
  ...classification(before, after),
  ...linked(before, after),
  ...assigned(before, after),
  ...promised(before, after),
];

function described(before: Picture, after: Picture): Statement<'IncidentDescriptionRevised'>[] {
  if (before.title === after.title && before.description === after.description) return [];
  const title = change(before.title, after.title);
  const description = change(before.description, after.description);
  return [{ type: 'IncidentDescriptionRevised', data: { title, description } }];
}

function categorised(before: Picture, after: Picture): Statement<'IncidentCategorised'>[] {
  const isSame =
    before.category === after.category &&
    before.subcategory === after.subcategory &&
    before.location === after.location &&
    same(before.service, after.service);
  if (isSame) return [];
  return [
    {
      type: 'IncidentCategorised',
      data: {
        category: change(before.category, after.category),
        subcategory: change(before.subcategory, after.subcategory),
        service: change(before.service, after.service),
        location: change(before.location, after.location),
      },
    },
  ];
}

function assessed(before: Picture, after: Picture): Statement<'IncidentAssessed'>[] {
  const isSame =
    before.impact === after.impact && before.urgency === after.urgency && before.priority === after.priority;
  if (isSame) return [];
  return [
    {
      type: 'IncidentAssessed',
      data: {
        impact: change(before.impact, after.impact),
        urgency: change(before.urgency, after.urgency),
        priority: change(before.priority, after.priority),
        matrixVersion: after.matrixVersion,
      },
    },
  ];
}

const promised = (before: Picture, after: Picture): Statement<'IncidentSourceSlaStated'>[] =>
  before.madeSla === after.madeSla
    ? []
    : [{ type: 'IncidentSourceSlaStated', data: { made: change(before.madeSla, after.madeSla) } }];

function linked(before: Picture, after: Picture): Statement<'IncidentLinked' | 'IncidentUnlinked'>[] {
  return LINK_KINDS.flatMap((kind) => {
    const [was, is] = [before.links[kind], after.links[kind]];
    if (same(was, is)) return [];
    const facts: Statement<'IncidentLinked' | 'IncidentUnlinked'>[] = [];
    if (was) facts.push({ type: 'IncidentUnlinked', data: { kind, target: was }, slot: kind });
    if (is) facts.push({ type: 'IncidentLinked', data: { kind, target: is }, slot: kind });
    return facts;
  });
}

function assigned(before: Picture, after: Picture): Statement<'IncidentAssigned'>[] {
  const isSame = same(before.team, after.team) && same(before.person, after.person);
  if (isSame && before.reassignments === after.reassignments) return [];
  const assignment = change({ team: before.team, person: before.person }, { team: after.team, person: after.person });
  const data = { assignment, reassignments: after.reassignments };
  if (!isSame) return [{ type: 'IncidentAssigned', data }];
  const contradiction =
    `The source counts ${after.reassignments} reassignments now, ${before.reassignments} before, and names the same ` +
    'team and person; read as assigned away and back.';
  return [{ type: 'IncidentAssigned', data, contradiction }];
}
