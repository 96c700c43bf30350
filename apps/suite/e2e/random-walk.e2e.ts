import { rmSync } from 'node:fs';
import { INCIDENT_STATES, type CommandContract } from '@opsledger/contracts';
import { eventually, fromSchema, temporaryDirectory } from '@opsledger/testing';
import fc from 'fast-check';
import { SERVICES } from '../src/services';
import { startSuite, type SuiteProcess } from './suite-process';

/** Commands of every service over HTTP, most of them out of place, on records that are there and some that are not. */

const dataDir = temporaryDirectory();
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const ABSENT = '0199aaaa-bbbb-7ccc-8ddd-eeeeeeeeeeee';
/** Stands for the nth record known so far, whatever it is. */
const nth = fc.nat(9).map((index) => `record ${index}`);
const ids = fc.oneof({ weight: 9, arbitrary: nth }, { weight: 1, arbitrary: fc.constant(ABSENT) });

const routed = (service: string): readonly CommandContract[] =>
  SERVICES.filter(({ contracts }) => contracts.service === service)
    .flatMap(({ contracts }) => contracts.commands as readonly CommandContract[])
    .filter(({ route, secret }) => route && !secret);

interface Step {
  readonly method: string;
  readonly path: string;
  readonly payload: unknown;
  readonly ifMatch: string | undefined;
}

const stepOf = ({ route, payload }: CommandContract): fc.Arbitrary<Step> => {
  const [method, path] = route!.split(' ') as [string, string];
  return fc.record(
    {
      method: fc.constant(method),
      path: ids.map((id) => path.replace(':id', id)),
      payload: fc.oneof(
        { weight: 9, arbitrary: fromSchema(payload, ids) },
        { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
      ),
      ifMatch: fc.oneof(
        { weight: 9, arbitrary: fc.constant(undefined) },
        { weight: 1, arbitrary: fc.constantFrom('"1"', '"2"', '"7"') },
      ),
    },
    { noNullPrototype: true },
  );
};

const incidentStep = fc.oneof(...routed('incident').map(stepOf));
const otherStep = fc.oneof(...routed('directory').map(stepOf));
const walk = fc.array(fc.oneof({ weight: 4, arbitrary: incidentStep }, { weight: 1, arbitrary: otherStep }), {
  minLength: 10,
  maxLength: 60,
});

/** Services whose records are walked over by commands of their own kind. */
const PRACTICES = ['problem', 'change', 'cmdb', 'knowledge', 'sla'] as const;
const practiceWalk = (service: string): fc.Arbitrary<Step[]> =>
  fc.array(fc.oneof(...routed(service).map(stepOf)), { minLength: 10, maxLength: 60 });

const isIncident = (path: string): boolean => /^\/v1\/incidents\/[^/]+$/.test(path);

/** What is asked of the suite and what it answered, kept for the message of a failure. */
class Walker {
  private readonly incidents: string[] = [];
  private readonly records: string[] = [];
  readonly said: string[] = [];
  /** Of the last answer: what is read must show at least that. */
  private position = '';

  constructor(private readonly suite: SuiteProcess) {}

  async begin(): Promise<void> {
    for (let n = 0; n < 3; n++)
      await this.take({ method: 'POST', path: '/v1/incidents', payload: INCIDENT, ifMatch: undefined });
    expect(this.incidents).toHaveLength(3);
  }

  async take(step: Step): Promise<void> {
    const path = this.named(step.path) as string;
    const record = /^\/v1\/[^/]+\/[^/]+/.exec(path)?.[0];
    // Of other records, processes may be at work meanwhile.
    const before = record && isIncident(record) ? await this.versionOf(record) : undefined;
    const answer = await this.suite.fetch(path, {
      method: step.method,
      body: JSON.stringify(this.named(step.payload)),
      headers: { ...(step.ifMatch !== undefined && { 'if-match': step.ifMatch }) },
    });
    const text = await answer.text();
    this.said.push(`${step.method} ${path} ${JSON.stringify(this.named(step.payload))} → ${answer.status} ${text}`);

    const position = answer.headers.get('opsledger-position') ?? '';
    if (position > this.position) this.position = position;
    expect(answer.status).toBeLessThan(500);
    if (answer.status >= 400) this.expectProblem(answer, text);
    const after = before === undefined ? undefined : await this.versionOf(record!);
    if (before !== undefined && answer.status >= 400) expect(after).toBe(before);
    if (answer.status === 201) this.remember(answer.headers.get('location')!);
  }

  /** Every incident answers alike, whether its details, its history or the list is asked. */
  async expectConsistent(): Promise<void> {
    for (const path of this.incidents) await eventually(() => this.expectAgreement(path));
  }

  private async expectAgreement(path: string): Promise<void> {
    const { number, state, version } = (await this.read(path)) as { number: string; state: string; version: number };
    expect(INCIDENT_STATES).toContain(state);
    const { items } = (await this.read(`${path}/history`)) as { items: unknown[] };
    expect(items).toHaveLength(version);
    expect(await this.read(`/v1/incidents?number=${number}`)).toMatchObject({ items: [{ number, state, version }] });
  }

  private expectProblem(answer: Response, text: string): void {
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(JSON.parse(text)).toMatchObject({
      status: answer.status,
      type: expect.stringContaining('urn:opsledger:problem:'),
      title: expect.stringMatching(/\S/),
      detail: expect.stringMatching(/\S/),
    });
  }

  private get(path: string): Promise<Response> {
    return this.suite.fetch(path, { headers: { 'opsledger-position': this.position } });
  }

  private async read(path: string): Promise<unknown> {
    return (await this.get(path)).json();
  }

  private async versionOf(path: string): Promise<string | null> {
    return (await this.get(path)).headers.get('etag');
  }

  private remember(location: string): void {
    const id = location.split('/').at(-1)!;
    this.records.push(id);
    if (isIncident(location)) this.incidents.push(location);
  }

  private named(value: unknown): unknown {
    const text = JSON.stringify(value).replace(
      /record (\d)/g,
      (_, index: string) => this.records[Number(index) % Math.max(1, this.records.length)] ?? ABSENT,
    );
    return JSON.parse(text);
  }
}

const INCIDENT = { title: 'Walked over', impact: 2, urgency: 2 };

let suite: SuiteProcess;
beforeEach(async () => {
  suite = await startSuite({ OPSLEDGER_DATA: dataDir });
}, 60_000);

const walking = async (walker: Walker, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    throw new Error(`${walker.said.slice(-5).join('\n')}\n${String(error)}`, { cause: error });
  }
};

test('random commands over HTTP: no 5xx, every refusal explained and without effect, every view agrees', async () => {
  await fc.assert(
    fc.asyncProperty(walk, (steps) => {
      const walker = new Walker(suite);
      return walking(walker, async () => {
        await walker.begin();
        for (const step of steps) await walker.take(step);
        await walker.expectConsistent();
      });
    }),
    { numRuns: 25, endOnFailure: true },
  );
});

test.each(PRACTICES)('random commands of %s over HTTP: no 5xx, every refusal explained', async (service) => {
  await fc.assert(
    fc.asyncProperty(practiceWalk(service), (steps) => {
      const walker = new Walker(suite);
      return walking(walker, async () => {
        for (const step of steps) await walker.take(step);
      });
    }),
    { numRuns: 15, endOnFailure: true },
  );
});
