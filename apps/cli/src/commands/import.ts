import type { Command } from 'commander';
import type { Context } from '../program';
import { addCis } from './import/cis';
import { addServiceNow } from './import/servicenow';
import { addUndo } from './import/undo';

export function addImport(program: Command, context: Context): void {
  const parent = program.command('import').description('record what another system recorded, or undo that');
  for (const add of [addServiceNow, addCis, addUndo]) add(parent, context);
}
