const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** People name records by id or by number; this tells which. */
export const isRecordId = (name: string): boolean => UUID.test(name);
