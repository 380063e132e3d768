/**
 * Whom a call is with. The kind is in the ID (see `identity/peerId.ts`) and never changes during a call:
 * a Tabcall proves its ID with its key, a plain PeerJS client proves nothing.
 */
export type Remote = { readonly kind: 'tabcall'; readonly id: string } | { readonly kind: 'plain'; readonly id: string }

/** Opaque, unguessable and never reused; both sides of one call know it by the same CallId. */
export type CallId = string
