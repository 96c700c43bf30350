import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { DEFAULT_PRIORITY_MATRIX, priorityIn } from '@opsledger/contracts';
import { decode } from '../csv/encoding';
import { readCsv } from '../csv/read-csv';
import type { HistoryFact, IncidentHistory } from '../history';
import { figuresOf, type Figures } from './independent-figures';
import { LOGS } from './logs.fixture';
import { readMapping } from './mapping';
import { readServiceNowLog, type ServiceNowLog } from './read-servicenow-log';

const read = async (path: string) =>
  readServiceNowLog(await readCsv(decode(createReadStream(path), 'utf-8')), readMapping({}), new Date('2020-01-01'));

const WORD_FOR: Partial<Record<HistoryFact['type'], string>> = {
  IncidentLogged: 'New',
  IncidentWorkStarted: 'Active',
  IncidentResumed: 'Active',
  IncidentReopened: 'Active',
  IncidentPutOnHold: 'Awaiting',
  IncidentResolved: 'Resolved',
  IncidentClosed: 'Closed',
};

/** The same figures, from nothing but the facts. */
function figuresFrom({ incidents, rows }: ServiceNowLog): Figures {
  const having = (holds: (fact: HistoryFact) => boolean) =>
    incidents
      .filter(({ facts }) => facts.some(holds))
      .map(({ externalNumber }) => externalNumber)
      .sort();
  const minutes = incidents.flatMap(minutesToResolve);
  const named = (...kinds: string[]) =>
    [
      ...new Set(
        incidents.flatMap(({ facts }) =>
          facts.flatMap((fact) =>
            fact.type === 'IncidentLinked' && kinds.includes(fact.data.kind) ? [fact.data.target.name] : [],
          ),
        ),
      ),
    ].sort();
  return {
    rows: rows.length,
    incidents: incidents.length,
    finalStates: tally(
      incidents.map(({ facts }) =>
        facts
          .map(({ type }) => WORD_FOR[type])
          .filter(Boolean)
          .at(-1)!,
      ),
    ),
    priorities: tally(incidents.map(finalPriority)),
    reopened: having(({ type }) => type === 'IncidentReopened'),
    reassigned: having((fact) => fact.type === 'IncidentAssigned' && fact.data.reassignments > 0),
    everOnHold: having(({ type }) => type === 'IncidentPutOnHold'),
    meanMinutesToResolve: minutes.reduce((sum, value) => sum + value, 0) / minutes.length,
    madeSla: incidents.filter((incident) => finallyMade(incident) === true).length,
    missedSla: incidents.filter((incident) => finallyMade(incident) === false).length,
    problems: named('problem'),
    changes: named('caused_by_change', 'fixed_by_change'),
    items: named('affected_ci'),
  };
}

function tally(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

const finalPriority = ({ facts }: IncidentHistory): string =>
  facts.reduce((priority, { type, data }) => {
    if (type === 'IncidentLogged') return priorityIn(DEFAULT_PRIORITY_MATRIX, data.impact, data.urgency);
    return type === 'IncidentAssessed' ? data.priority.after : priority;
  }, '');

const finallyMade = ({ facts }: IncidentHistory): boolean | null =>
  facts.reduce<boolean | null>(
    (made, { type, data }) => (type === 'IncidentSourceSlaStated' ? data.made.after : made),
    null,
  );

function minutesToResolve({ facts }: IncidentHistory): number[] {
  const resolved = facts.filter(({ type }) => type === 'IncidentResolved').at(-1);
  return resolved ? [(Date.parse(resolved.at) - Date.parse(facts[0]!.at)) / 60_000] : [];
}

describe.each(LOGS.filter(existsSync))('%s', (path) => {
  let log: ServiceNowLog;
  beforeAll(async () => {
    log = await read(path);
  });

  it('says through its facts what is counted straight over the file', () => {
    expect(figuresFrom(log)).toEqual(figuresOf(readFileSync(path, 'utf8')));
  });

  it('has an outcome for every row', () => {
    expect(log.rows.map(({ row }) => row)).toEqual(log.rows.map((_, index) => index + 1));
    expect(log.rows.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
  });

  it('tells of each incident in order of time, apart from what the source dates out of line', () => {
    const backwards = log.incidents.filter(({ facts }) =>
      facts.some((fact, index) => fact.at < (facts[index - 1]?.at ?? '')),
    );
    expect(
      backwards.every(({ facts }) => facts.some(({ contradiction }) => contradiction?.includes('out of line'))),
    ).toBe(true);
  });
});
