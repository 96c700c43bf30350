export { ProblemModule } from './problem.module';
export { problemService } from './problem.service';
