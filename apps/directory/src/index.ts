export { hostedDirectory } from './hosted';
export { DirectoryModule } from './directory.module';
export { directoryService } from './directory.service';
