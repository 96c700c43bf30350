import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Command } from 'commander';
import { CliError } from '../client/errors';
import type { Context } from '../program';
import { workspaceRoot } from './workspace';

export function addBench(program: Command, _context: Context): void {
  program
    .command('bench [options...]')
    .description('measure this machine; options are passed on to `npm run bench`')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (options: string[]) => {
      const child = spawn('npm', ['run', '--silent', 'bench', '--', ...options], {
        cwd: workspaceRoot(),
        stdio: 'inherit',
      });
      const [code] = (await once(child, 'exit')) as [number | null];
      if (code !== 0) throw new CliError('The benchmark did not finish.', code ?? 1);
    });
}
