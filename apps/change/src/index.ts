export { hostedChange } from './hosted';
export { ChangeModule } from './change.module';
export { changeService } from './change.service';
