/** The space that a rehearsal takes at most, in MiB: states, plans, the account. */
export const SPACE_MIB = 300;
