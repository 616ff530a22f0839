/** The maximum disk space of a rehearsal's states, plans and account, in MiB. */
export const SPACE_MIB = 300;
