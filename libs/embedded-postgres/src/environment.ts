/** Our environment without what would redirect PostgreSQL elsewhere (`PGDATA`, `PGPORT`, …) or translate its messages. */
export const cleanEnvironment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))),
  LC_ALL: 'C',
});
