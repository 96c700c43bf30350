export { hostedCmdb } from './hosted';
export { cmdbService } from './cmdb.service';
