/**
 * A machine that is gone says no farewell. The server looks for one after two hours by its own settings, and would keep
 * the locks of its sessions until then; so it finds out within a minute.
 */
export const MISS_SOON = 'set tcp_keepalives_idle = 10; set tcp_keepalives_interval = 5';
