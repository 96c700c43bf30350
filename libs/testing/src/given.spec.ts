import { command } from './command';
import { given } from './given';
import type { Aggregate, Command } from './shapes';

/** As event sourcing has it. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  constructor(
    readonly code: string,
    readonly detail: string,
    readonly facts = {},
  ) {
    super(detail);
  }
}

type DoorEvent =
  | { readonly type: 'DoorOpened'; readonly data: { readonly by: string } }
  | { readonly type: 'DoorClosed'; readonly data: object };

interface Door {
  readonly open: boolean;
  readonly visitors: readonly string[];
}

type Open = Command<'OpenDoor', { by: string }, { locked?: boolean }>;

const door: Aggregate<Door, DoorEvent> = {
  category: 'door',
  initial: { open: false, visitors: [] },
  evolve: (state, event) =>
    event.type === 'DoorOpened'
      ? { open: true, visitors: [...state.visitors, event.data.by] }
      : { ...state, open: false },
  decisions: {
    OpenDoor: ({ data, lookups }: Open, { open }: Door) => {
      if (lookups.locked) throw new Refusal('door.locked', 'The door is locked: unlock it first.', { lock: 1 });
      return open ? [] : { type: 'DoorOpened', data };
    },
    Break: () => {
      throw new TypeError('hinge');
    },
    Tamper: (_command: Command, state: Door) => {
      (state.visitors as string[]).push('burglar');
      return [];
    },
  },
};

const open = (lookups = {}) => command('OpenDoor', { by: 'Ada' }, { lookups });
const opened = { type: 'DoorOpened', data: { by: 'Ada' } } as const;
const closed = { type: 'DoorClosed', data: {} } as const;

test('then: the facts decided', () => {
  given(door).when(open()).then(opened);
  given(door, opened, closed).when(open()).then(opened);
});

test('then: other data, further facts and no facts fail', () => {
  const outcome = given(door).when(open());
  expect(() => outcome.then({ type: 'DoorOpened', data: { by: 'Eve' } })).toThrow('Eve');
  expect(() => outcome.then(opened, closed)).toThrow('DoorClosed');
  expect(() => outcome.then()).toThrow('DoorOpened');
});

test('thenRefused: the code, and the refusal for a closer look', () => {
  const locked = () => given(door).when(open({ locked: true }));
  expect(locked().thenRefused('door.locked').facts).toEqual({ lock: 1 });
  expect(() => locked().thenRefused('door.gone')).toThrow('Refused with door.locked (The door is locked');
  expect(() => locked().then(opened)).toThrow('instead of deciding DoorOpened');
  expect(() => locked().thenNothing()).toThrow('instead of doing nothing');
  expect(() => given(door).when(open()).thenRefused('door.locked')).toThrow('Decided DoorOpened instead of refusing');
});

test('thenNothing: it was so already', () => {
  given(door, opened).when(open()).thenNothing();
  expect(() => given(door).when(open()).thenNothing()).toThrow('DoorOpened');
});

test('an error that is no refusal is not an outcome', () => {
  expect(() => given(door).when(command('Break', {}))).toThrow(TypeError);
});

test('a decision that mutates state fails', () => {
  expect(() => given(door, opened).when(command('Tamper', {}))).toThrow('not extensible');
});

test('a command the aggregate does not know is a mistake of the spec', () => {
  expect(() => given(door).when(command('PaintDoor', {}))).toThrow('no decision for PaintDoor');
});
