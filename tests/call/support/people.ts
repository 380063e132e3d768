import type { Remote } from '../../../src/call/remote'

/** IDs in their order: Ada's is lower than Me's, Zoe's is higher. */
export const ADA: Remote = { kind: 'tabcall', id: 'ADA' }
export const ME = 'ME'
export const ZOE: Remote = { kind: 'tabcall', id: 'ZOE' }
/** A page that uses PeerJS and nothing of ours. */
export const PAGE: Remote = { kind: 'plain', id: 'a-page' }

export const NOW = 1_700_000_000_000
