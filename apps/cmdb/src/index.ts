export { hostedCmdb } from './hosted';
export { CmdbModule } from './cmdb.module';
export { cmdbService } from './cmdb.service';
