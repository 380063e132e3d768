/** How long the caller lets the other side ring. The length people know from telephones. */
export const RING_TIMEOUT_MS = 45_000

/** The same at the callee: longer than any way through a server takes, so that it is the caller's end that counts. */
export const INCOMING_RING_TIMEOUT_MS = RING_TIMEOUT_MS + 5_000

/** An offer that nothing came back for is sent again: the socket that carried it may have died. Far over one trip through a server. */
export const OFFER_REPEAT_MS = 4_000

/** A callee that has not heard from its caller for this long treats the ring as given up (rule 10). */
export const RING_LIFE_TIMEOUT_MS = 10_000

/** How often the caller says that it is still ringing; three may be lost before the life time-out. */
export const RING_KEEP_ALIVE_MS = 3_000

/** From accepted to media flowing, Tabcall to Tabcall; covers one failed attempt and its redial. */
export const CONNECT_TIMEOUT_MS = 20_000

/** The same for a plain PeerJS client, whose cancel cannot be seen (rule 8). */
export const PLAIN_CONNECT_TIMEOUT_MS = 10_000

/** How long a call that lost its line is kept before it ends with `connectionFailure`. */
export const RECONNECT_TIMEOUT_MS = 30_000

/** The same for a plain client, which cannot be redialled: only ICE itself may find the line again. */
export const PLAIN_RECONNECT_TIMEOUT_MS = 10_000

/** First and largest pause between two redials of a lost call. */
export const REDIAL_FIRST_MS = 250
export const REDIAL_MAX_MS = 2_000
