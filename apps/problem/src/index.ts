export { hostedProblem } from './hosted';
export { problemService } from './problem.service';
