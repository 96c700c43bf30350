export { hostedProblem } from './hosted';
export { ProblemModule } from './problem.module';
export { problemService } from './problem.service';
