import { InvalidMapping, readMapping } from './mapping';

const problemsOf = (content: unknown): readonly string[] => {
  try {
    readMapping(content);
  } catch (error) {
    if (error instanceof InvalidMapping) return error.problems;
    throw error;
  }
  throw new Error('The mapping was accepted.');
};

describe('a mapping file', () => {
  it('is all defaults when it says nothing', () => {
    const mapping = readMapping({});
    expect(mapping).toMatchObject({ source: 'servicenow', zone: 'UTC', dateOrder: 'day-first' });
    expect(mapping.states['awaiting user info']).toBe('on_hold:caller');
    expect(mapping.states['in progress']).toBe('in_progress');
  });

  it('adds to the words ServiceNow ships and overrules them', () => {
    const { states } = readMapping({ states: { Pending: 'on_hold:vendor', Active: 'new' } });
    expect(states).toMatchObject({ pending: 'on_hold:vendor', active: 'new', resolved: 'resolved' });
  });

  it.each([
    [{ zone: 'Europe/Atlantis' }, '/zone: "Europe/Atlantis" is not an IANA zone such as Europe/Rome.'],
    [{ zone: '+02:00' }, '/zone: "+02:00" is not an IANA zone such as Europe/Rome.'],
    [{ states: { Pending: 'waiting' } }, '/states/Pending: must be one of new, in_progress, resolved'],
    [{ columns: { Ticket: 'id' } }, '/columns/Ticket: must be one of number, incident_state'],
    [
      { columns: { Ticket: 'number', 'ticket ': 'parent_incident' } },
      '/columns/ticket : the same column as "Ticket", which is number already',
    ],
    [{ colums: {} }, '/: "colums" is not known here; known: source, zone'],
    [{ source: 'Our Desk' }, '/source: must match pattern'],
    [[], '/: must be object'],
  ])('%j is refused', (content, problem) => expect(problemsOf(content).join()).toContain(problem));
});
