import { isReservedPostgresUser, POSTGRES_KEY_WORDS } from "../../aws/postgres-user-names.ts";
import { postgresSchema } from "../../language/stores.ts";

describe("names that RDS for PostgreSQL reserves", () => {
  it("contain each key word once, in lower case, sorted", () => {
    expect(POSTGRES_KEY_WORDS).toEqual([...new Set(POSTGRES_KEY_WORDS)].sort());
    for (const word of POSTGRES_KEY_WORDS) expect(word).toMatch(/^[a-z]+(_[a-z]+)?$/);
  });

  it.each([
    "user",
    "USER",
    "Table",
    "admin",
    "public",
    "none",
    "rdsadmin",
    "rds_superuser",
    "pg_dba",
    "PG_monitor",
  ])("contain %s", (name) => expect(isReservedPostgresUser(name)).toBe(true));

  it.each(["postgres", "drydock", "users", "app_user", "pgadmin", "rds_app", "root", "password", "name"])(
    "do not contain %s",
    (name) => expect(isReservedPostgresUser(name)).toBe(false),
  );

  it("do not contain the default of a store", () => {
    expect(isReservedPostgresUser(postgresSchema.shape.username.parse(undefined))).toBe(false);
  });
});
