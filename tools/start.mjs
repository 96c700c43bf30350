import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, '.nx', 'started-build');
// `distributed`: every service as a process of its own, kept running by this one.
const distributed = process.argv[2] === 'distributed';
if (distributed) process.argv.splice(2, 1);
const main = join(root, 'apps', 'suite', 'dist', ...(distributed ? ['distributed'] : []), 'main.js');

if (isStale()) build();
await import(pathToFileURL(main).href);

/** Whether a source is newer than what was built from it. nx could tell, but takes a second to. */
function isStale() {
  const looked = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  const shared = newestIn(join(root, '.swcrc'));
  return projects().some((project) => {
    const built = join(project, 'dist', 'index.js');
    if (!existsSync(built)) return true;
    // A build that nx finds in its cache leaves dist as old as it was: the stamp remembers that it looked.
    const fresh = Math.max(statSync(built).mtimeMs, looked);
    return Math.max(shared, newestIn(join(project, 'src')), newestIn(join(project, 'package.json'))) > fresh;
  });
}

function projects() {
  return ['libs', 'apps']
    .flatMap((group) => readdirSync(join(root, group)).map((name) => join(root, group, name)))
    .filter((project) => existsSync(join(project, 'project.json')) && existsSync(join(project, 'src', 'index.ts')));
}

/** Latest change below a path. Folders count: theirs is when a file was removed. */
function newestIn(path) {
  if (path.endsWith('.spec.ts')) return 0;
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.mtimeMs;
  return Math.max(entry.mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))));
}

function build() {
  const started = new Date();
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const { status } = spawnSync(process.execPath, [nx, 'run-many', '-t', 'build', '--output-style=static'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NX_DAEMON: 'false' },
  });
  if (status !== 0) {
    console.error('opsledger: the build failed; `npm run build` shows why.');
    process.exit(1);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, '');
  utimesSync(stamp, started, started);
}
