#!/usr/bin/env node
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) await import(main);
else {
  process.exitCode = 1;
  console.error('opsledger is not built yet: run `npm run build` in the repository.');
}
