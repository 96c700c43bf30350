import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TOKEN, type Peer } from '../peers/processes';
import type { Row } from '../report';

const execute = promisify(execFile);
const INCIDENTS = 1000;

/** Imports a made-up log of 6,000 updates through the command line, as a person would. */
export async function benchImport(suite: Peer): Promise<Row[]> {
  const directory = mkdtempSync(join(tmpdir(), 'opsledger-bench-import-'));
  try {
    const file = join(directory, 'log.csv');
    writeFileSync(file, madeUpLog());
    const report = join(directory, 'report.json');
    const began = performance.now();
    await execute(
      process.execPath,
      [
        join(__dirname, '..', '..', '..', 'apps', 'cli', 'dist', 'main.js'),
        'import',
        'servicenow',
        file,
        '--url',
        suite.url,
        '--report',
        report,
      ],
      { env: { ...process.env, OPSLEDGER_TOKEN: TOKEN }, timeout: 300_000, maxBuffer: 1 << 26 },
    );
    const elapsed = (performance.now() - began) / 1000;
    const { rows, imported } = JSON.parse(readFileSync(report, 'utf8')) as { rows: number; imported: number };
    if (imported === 0) throw new Error('the import brought nothing in');
    return [
      {
        section: 'Import',
        what: `${rows.toLocaleString('en')} rows, whole command`,
        figure: rows / elapsed,
        unit: 'rows/s',
      },
    ];
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function madeUpLog(): string {
  const columns =
    'number,incident_state,active,reassignment_count,reopen_count,sys_mod_count,caller_id,opened_by,opened_at,sys_updated_by,sys_updated_at,contact_type,location,category,subcategory,impact,urgency,priority,assignment_group,assigned_to,closed_code,resolved_by,resolved_at,closed_at';
  const lines = [columns];
  const states = ['New', 'Active', 'Awaiting User Info', 'Active', 'Resolved', 'Closed'];
  for (let incident = 1; incident <= INCIDENTS; incident++) {
    const day = 1 + (incident % 25);
    const at = (hour: number) =>
      `${day}/3/2025 ${String(hour).padStart(2, '0')}:${String(incident % 60).padStart(2, '0')}`;
    states.forEach((state, update) => {
      lines.push(
        [
          `INC9${String(incident).padStart(6, '0')}`,
          state,
          state !== 'Closed',
          0,
          0,
          update,
          `Caller ${incident % 50}`,
          `Opened by ${incident % 9}`,
          at(8),
          `Updated by ${incident % 20}`,
          at(8 + update),
          'Phone',
          `Location ${incident % 12}`,
          `Category ${incident % 15}`,
          `Subcategory ${incident % 40}`,
          '2 - Medium',
          '2 - Medium',
          '3 - Moderate',
          `Group ${incident % 10}`,
          `Resolver ${incident % 30}`,
          'code 6',
          `Resolved by ${incident % 30}`,
          at(12),
          at(13),
        ].join(','),
      );
    });
  }
  return lines.join('\n') + '\n';
}
