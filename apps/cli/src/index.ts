export { run, type World } from './program';
