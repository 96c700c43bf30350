export { ChangeModule } from './change.module';
export { changeService } from './change.service';
