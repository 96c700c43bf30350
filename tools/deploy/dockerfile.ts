import { imageFaults } from './images';

export interface Instruction {
  readonly keyword: string;
  readonly text: string;
}

/** Instructions with their continuation lines joined; comments left out. */
export function instructionsOf(dockerfile: string): readonly Instruction[] {
  const lines = dockerfile
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  return lines.map((line) => ({ keyword: line.split(/\s/, 1)[0]!.toUpperCase(), text: line.replace(/^\S+\s+/, '') }));
}

/** The instructions of the stage that becomes the image. */
export function lastStage(instructions: readonly Instruction[]): readonly Instruction[] {
  const from = instructions.map(({ keyword }) => keyword).lastIndexOf('FROM');
  return instructions.slice(from);
}

export const argumentsOf = (instructions: readonly Instruction[]): Record<string, string> =>
  Object.fromEntries(
    instructions.filter(({ keyword }) => keyword === 'ARG').map(({ text }) => text.split('=') as [string, string]),
  );

/** What the image sets for the program in it. */
export const imageEnvironment = (dockerfile: string): Record<string, string> =>
  Object.fromEntries(
    lastStage(instructionsOf(dockerfile))
      .filter(({ keyword }) => keyword === 'ENV')
      .flatMap(({ text }) => [...text.matchAll(/(\w+)=(?:"([^"]*)"|(\S+))/g)])
      .map(([, name, quoted, plain]) => [name!, quoted ?? plain!]),
  );

/** Whether `.dockerignore` lets a path in: the last line that fits it, or a folder above it, decides. */
export function isLetIn(ignore: string, path: string): boolean {
  let letIn = true;
  for (const line of ignore.split('\n').filter((text) => text !== '' && !text.startsWith('#'))) {
    const pattern = line
      .replace(/^!/, '')
      .replaceAll(/[.+^$()|[\]{}]/g, '\\$&')
      .replaceAll('**/', '(?:.+/)?')
      .replaceAll('*', '[^/]*');
    if (new RegExp(`^${pattern}(?:/|$)`).test(path)) letIn = line.startsWith('!');
  }
  return letIn;
}

export interface Repository {
  readonly ignore: string;
  readonly exists: (path: string) => boolean;
  readonly programs: readonly string[];
  /** The lowest version of Node that the packages allow: `20.19`. */
  readonly node: string;
}

/** What is wrong with the Dockerfile, held against the files it takes. */
export function dockerfileFaults(dockerfile: string, repository: Repository): string[] {
  const instructions = instructionsOf(dockerfile);
  const stages = new Set<string>();
  const args = argumentsOf(instructions);
  const faults: string[] = [];
  for (const { keyword, text } of instructions) {
    if (keyword === 'FROM') {
      const [image = '', , name] = text.split(/\s+/);
      const resolved = image.replaceAll(/\$\{(\w+)\}/g, (_, argument: string) => args[argument] ?? '');
      faults.push(...imageFaults('FROM', resolved), ...nodeFaults(resolved, repository.node));
      if (name) stages.add(name);
    }
    if (keyword === 'COPY') faults.push(...copyFaults(text, stages, repository));
    if (keyword === 'RUN' && /\bnpm ci\b/.test(text)) faults.push('npm ci refuses the lock file; use npm install');
  }
  return [...faults, ...imageOfFaults(lastStage(instructions), args, repository)];
}

function nodeFaults(image: string, wanted: string): string[] {
  const [major = 0, minor = 0] = wanted.split('.').map(Number);
  const [, isMajor, isMinor] = /node:(\d+)\.(\d+)/.exec(image)?.map(Number) ?? [];
  const fits = isMajor !== undefined && (isMajor > major || (isMajor === major && isMinor! >= minor));
  return fits ? [] : [`FROM: ${image} is older than the packages allow (${wanted})`];
}

function copyFaults(text: string, stages: ReadonlySet<string>, { exists, ignore }: Repository): string[] {
  const stage = /--from=(\S+)/.exec(text)?.[1];
  if (stage) return stages.has(stage) ? [] : [`COPY: there is no stage ${stage}`];
  const sources = text.split(/\s+/).slice(0, -1);
  return sources
    .filter((source) => source !== '.')
    .flatMap((source) => {
      if (!exists(source)) return [`COPY: ${source} does not exist`];
      return isLetIn(ignore, source) ? [] : [`COPY: ${source} is kept out by .dockerignore`];
    });
}

function imageOfFaults(
  stage: readonly Instruction[],
  args: Record<string, string>,
  { programs }: Repository,
): string[] {
  const last = (keyword: string) => stage.filter((instruction) => instruction.keyword === keyword).at(-1)?.text ?? '';
  const faults: string[] = [];
  if (!/^[1-9]\d*(:[1-9]\d*)?$/.test(last('USER'))) faults.push('USER: must be a number other than 0');
  for (const keyword of ['ENTRYPOINT', 'CMD'])
    if (!last(keyword).startsWith('[')) faults.push(`${keyword}: a shell would keep signals from the process`);
  if (!last('CMD').includes('dist/main.js')) faults.push('CMD: must be the main file');
  if (!/CMD \[/.test(last('HEALTHCHECK'))) faults.push('HEALTHCHECK: is missing, or needs a shell');
  if (/curl|wget/.test(last('HEALTHCHECK'))) faults.push('HEALTHCHECK: the image has no such program');
  if (!programs.includes(args.SERVICE ?? '')) faults.push(`SERVICE: there is no program ${args.SERVICE}`);
  if (last('WORKDIR') !== '/opsledger/apps/${SERVICE}') faults.push('WORKDIR: must choose the program');
  return faults;
}
