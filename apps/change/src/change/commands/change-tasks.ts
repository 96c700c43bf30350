import type {
  AddChangeTask,
  AssignChangeTask,
  ChangeEvent,
  CommandOf,
  CompleteChangeTask,
  MoveChangeTask,
  SkipChangeTask,
  StartChangeTask,
} from '@opsledger/contracts';
import { taskEnded, taskUnknown, tooManyTasks } from '../change.errors';
import { keysOf, type KnownChange, type Task } from '../change-state';
import { requireNotEnded } from '../guards';

const MOST_TASKS = 200;

function taskOf(state: KnownChange, id: string): Task {
  requireNotEnded(state);
  const task = state.details.tasks.find((it) => it.task === id);
  if (!task) throw taskUnknown(state, id);
  return task;
}

function openTask(state: KnownChange, id: string): Task {
  const task = taskOf(state, id);
  if (task.state === 'done' || task.state === 'skipped') throw taskEnded(state, task);
  return task;
}

export function addChangeTask({ data }: CommandOf<typeof AddChangeTask>, state: KnownChange): ChangeEvent[] {
  requireNotEnded(state);
  const { length } = state.details.tasks;
  if (length >= MOST_TASKS) throw tooManyTasks(state);
  const place = Math.min(data.place ?? length + 1, length + 1);
  const { title, description = null, assignee = null } = data;
  const task = String(length + 1);
  return [{ type: 'ChangeTaskAdded', data: { keys: keysOf(state), task, title, description, place, assignee } }];
}

export function assignChangeTask({ data }: CommandOf<typeof AssignChangeTask>, state: KnownChange): ChangeEvent[] {
  const { task, assignee: before } = openTask(state, data.task);
  if (before?.id === data.assignee?.id) return [];
  return [
    { type: 'ChangeTaskAssigned', data: { keys: keysOf(state), task, assignee: { before, after: data.assignee } } },
  ];
}

export function moveChangeTask({ data }: CommandOf<typeof MoveChangeTask>, state: KnownChange): ChangeEvent[] {
  const task = taskOf(state, data.task);
  const before = state.details.tasks.indexOf(task) + 1;
  const after = Math.min(data.place, state.details.tasks.length);
  if (before === after) return [];
  return [{ type: 'ChangeTaskMoved', data: { keys: keysOf(state), task: task.task, place: { before, after } } }];
}

export function startChangeTask({ data }: CommandOf<typeof StartChangeTask>, state: KnownChange): ChangeEvent[] {
  const { task, state: standing } = openTask(state, data.task);
  return standing === 'in_progress' ? [] : [{ type: 'ChangeTaskStarted', data: { keys: keysOf(state), task } }];
}

export function completeChangeTask({ data }: CommandOf<typeof CompleteChangeTask>, state: KnownChange): ChangeEvent[] {
  if (taskOf(state, data.task).state === 'done') return [];
  const { task } = openTask(state, data.task);
  return [{ type: 'ChangeTaskCompleted', data: { keys: keysOf(state), task } }];
}

export function skipChangeTask({ data }: CommandOf<typeof SkipChangeTask>, state: KnownChange): ChangeEvent[] {
  if (taskOf(state, data.task).state === 'skipped') return [];
  const { task } = openTask(state, data.task);
  return [{ type: 'ChangeTaskSkipped', data: { keys: keysOf(state), task, reason: data.reason } }];
}
