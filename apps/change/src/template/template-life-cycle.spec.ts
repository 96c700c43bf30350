import {
  CHANGE_TEMPLATE_STATES,
  CHANGE_TEMPLATE_TRANSITIONS,
  type ChangeTemplateEvent,
  type ChangeTemplateState as State,
  type TemplateContent,
  type TemplateKeys,
} from '@opsledger/contracts';
import { AGENT, command, given } from '@opsledger/testing';
import { changeTemplate } from './template';
import { MOVES } from './transitions';

/** The whole life cycle, command by command: what is permitted happens, everything else is refused and says why. */

const NUMBER = 'TPL0000042';
const content: TemplateContent = { name: 'Restart', implementationPlan: 'Restart it.', backOutPlan: 'Wait.' };
const revised: TemplateContent = { ...content, implementationPlan: 'Pull the plug.' };
const keys = (state: State, version = 1): TemplateKeys => ({
  number: NUMBER,
  state,
  version,
  service: null,
  category: null,
});

type Told = ChangeTemplateEvent & { readonly metadata: { readonly actor: { readonly id: string } } };
const by = (author: string, event: ChangeTemplateEvent): Told => ({ ...event, metadata: { actor: { id: author } } });

const defined: ChangeTemplateEvent = { type: 'ChangeTemplateDefined', data: { keys: keys('draft'), content } };
const approved: ChangeTemplateEvent = {
  type: 'ChangeTemplateApproved',
  data: { keys: keys('approved'), comment: null },
};
const retired: ChangeTemplateEvent = {
  type: 'ChangeTemplateRetired',
  data: { keys: keys('retired'), reason: 'No longer done.' },
};
const HISTORIES: Readonly<Record<State, readonly ChangeTemplateEvent[]>> = {
  draft: [by('p-author', defined)],
  approved: [by('p-author', defined), approved],
  retired: [by('p-author', defined), approved, retired],
};

const define = command('DefineChangeTemplate', content, { lookups: { number: NUMBER } });
const COMMANDS = {
  ReviseChangeTemplate: command('ReviseChangeTemplate', revised),
  ApproveChangeTemplate: command('ApproveChangeTemplate', { version: 1 }),
  RevokeChangeTemplateApproval: command('RevokeChangeTemplateApproval', { reason: 'It failed twice.' }),
  RetireChangeTemplate: command('RetireChangeTemplate', { reason: 'No longer done.' }),
} as const;
type Verb = keyof typeof COMMANDS;

const FACTS = {
  ReviseChangeTemplate: 'ChangeTemplateRevised',
  ApproveChangeTemplate: 'ChangeTemplateApproved',
  RevokeChangeTemplateApproval: 'ChangeTemplateApprovalRevoked',
  RetireChangeTemplate: 'ChangeTemplateRetired',
} as const;
/** A draft that is revised stays one. */
const NO_MOVE = ['draft ReviseChangeTemplate'];
const ALREADY_SO = ['approved ApproveChangeTemplate', 'retired RetireChangeTemplate'];

const cases = CHANGE_TEMPLATE_STATES.flatMap((from) =>
  (Object.keys(COMMANDS) as Verb[]).map((verb) => [from, verb] as const),
);
const isPermitted = (from: State, verb: Verb) => (MOVES[FACTS[verb]].from as readonly State[]).includes(from);
const isOneOf = (rows: readonly string[], from: State, verb: Verb) => rows.includes(`${from} ${verb}`);

const decide = (from: State, verb: Verb) => given(changeTemplate, ...HISTORIES[from]).when(COMMANDS[verb]);
const outcome = (from: State, verb: Verb) => {
  const state = HISTORIES[from].reduce(changeTemplate.evolve, changeTemplate.initial);
  const facts = [changeTemplate.decisions[verb]!(COMMANDS[verb], state)].flat();
  return { facts: facts.map(({ type }) => type), status: facts.reduce(changeTemplate.evolve, state).status };
};

test('is defined, and a draft then', () => {
  given(changeTemplate).when(define).then(defined);
});

test.each(cases.filter(([from, verb]) => isPermitted(from, verb)))('%s: %s', (from, verb) => {
  expect(outcome(from, verb)).toEqual({ facts: [FACTS[verb]], status: MOVES[FACTS[verb]].to });
});

test.each(cases.filter(([from, verb]) => isOneOf(NO_MOVE, from, verb)))('%s: %s leaves it so', (from, verb) => {
  expect(outcome(from, verb)).toEqual({ facts: [FACTS[verb]], status: from });
});

test.each(cases.filter(([from, verb]) => isOneOf(ALREADY_SO, from, verb)))('%s: %s is nothing', (from, verb) => {
  decide(from, verb).thenNothing();
});

test.each(
  cases.filter(([from, verb]) => !isPermitted(from, verb) && !isOneOf([...NO_MOVE, ...ALREADY_SO], from, verb)),
)('%s: %s is refused', (from, verb) => {
  const refusal = decide(from, verb).thenRefused('move-not-permitted');
  expect(refusal.facts.state).toBe(from);
  expect(new Set(refusal.facts.possible as string[])).toEqual(new Set(CHANGE_TEMPLATE_TRANSITIONS[from]));
  expect(refusal.detail).toContain(NUMBER);
});

test.each(Object.keys(COMMANDS) as Verb[])('%s finds no template where none was defined', (verb) => {
  given(changeTemplate).when(COMMANDS[verb]).thenRefused('not-found');
});

test('the moves are those of the published table, no more and no fewer', () => {
  const moves = Object.values(MOVES).flatMap(({ from, to }) => from.map((state) => `${state} → ${to}`));
  const published = CHANGE_TEMPLATE_STATES.flatMap((from) =>
    CHANGE_TEMPLATE_TRANSITIONS[from].map((to) => `${from} → ${to}`),
  );
  // Revising and revoking lead to the same state.
  expect([...new Set(moves)].sort()).toEqual(published.sort());
});

test.each([
  ['draft', null],
  ['approved', 1],
] as const)('a revision of one that is %s is a new version, and says whose approval ends', (from, revokes) => {
  decide(from, 'ReviseChangeTemplate').then({
    type: 'ChangeTemplateRevised',
    data: { keys: keys('draft', 2), content: { before: content, after: revised }, revokes },
  });
});

test.each(CHANGE_TEMPLATE_STATES)('the same content again is no revision of one that is %s', (from) => {
  given(changeTemplate, ...HISTORIES[from])
    .when(command('ReviseChangeTemplate', content))
    .thenNothing();
});

test('only the present version is approved, and not by who wrote it', () => {
  const approve = COMMANDS.ApproveChangeTemplate;
  for (const from of CHANGE_TEMPLATE_STATES)
    given(changeTemplate, ...HISTORIES[from])
      .when({ ...approve, data: { version: 2 } })
      .thenRefused('template-version-passed');
  given(changeTemplate, by(AGENT.id, defined)).when(approve).thenRefused('author-never-approves');
});
