/** Spoken by both sides of a call; an offer of another version is refused. */
export const PROTOCOL_VERSION = 1

/** A Chromium offer with four transceivers is 13 kB; anything near this is no offer of a browser. */
export const MAX_SDP_CHARACTERS = 64 * 1024

/** The longest candidate lines (IPv6, TURN over TCP, extensions) are under 300. */
export const MAX_CANDIDATE_CHARACTERS = 1024

/** RFC 8839 section 5.4: ufrag is 4 to 256 characters. */
export const MAX_USERNAME_FRAGMENT_CHARACTERS = 256

/** WebRTC numbers mids; other stacks use short words. */
export const MAX_MID_CHARACTERS = 64

/** Media sections of one SDP: four transceivers and the channel need five. */
export const MAX_MEDIA_SECTIONS = 64

/** What PeerServer relays as an id, ours included. */
export const MAX_ID_CHARACTERS = 64

/** Call, connection and message ids are 22 characters; PeerJS's own connection ids are shorter. */
export const MAX_TOKEN_CHARACTERS = 64

/** PeerJS labels a channel with its connection id. */
export const MAX_LABEL_CHARACTERS = 128

/** A name is what fits on one line of a notification. In graphemes, and in UTF-16 units on the wire. */
export const MAX_NAME_CHARACTERS = 40

/** Titles of pages and songs: two lines of a wide overlay. */
export const MAX_TITLE_CHARACTERS = 200

/** A cover of 256 × 256 as JPEG is 10 to 30 KiB. */
export const MAX_ARTWORK_CHARACTERS = 48 * 1024

/** Control messages by signaling carry no art work, and the server relays at most 16 KiB of JSON to PeerJS's own kind. */
export const MAX_SIGNALED_CONTROL_BYTES = 4 * 1024

/** A channel message of this size goes through every SCTP implementation in one piece. */
export const MAX_CHANNEL_CONTROL_BYTES = 64 * 1024

/** Repeats come within seconds on the two carriers; a call of an hour says far less than this by signaling. */
export const MAX_REMEMBERED_CONTROL_IDS = 1000

/** The text with which a server explains a refusal; it is never shown, only mapped. */
export const MAX_SERVER_TEXT_CHARACTERS = 1000

/** Features a server may name; more mean nothing to this version. */
export const MAX_SERVER_FEATURES = 32

/** A client needs one STUN server and one TURN server; each more is one more host that a server could have us probe. */
export const MAX_SERVER_ICE_SERVERS = 4
/** Of all of them together: each by UDP and by TCP. */
export const MAX_SERVER_ICE_URLS = 8
export const MAX_ICE_URL_CHARACTERS = 300
export const MAX_ICE_CREDENTIAL_CHARACTERS = 300

/** Our messages are five levels deep at most. */
export const MAX_JSON_DEPTH = 10

/** Values in one message; the largest of ours has about 40. What a plain client puts in its metadata is dropped anyway. */
export const MAX_JSON_VALUES = 1000

/** All keys and strings of one message together: SDP, name, proof and room for the rest. */
export const MAX_JSON_CHARACTERS = 128 * 1024

/**
 * One call, the connection it is resumed on, a ring beside it and the offer it crosses with, twice over.
 * Each may hold an RTCPeerConnection, and a hostile peer decides how many are asked for.
 */
export const MAX_LIVE_CONNECTIONS = 8

/** Of these, what offers of others may take; the rest is for one's own calls. */
export const MAX_INCOMING_CONNECTIONS = 6

/** Of these again, what strangers may take; the rest is for contacts. */
export const MAX_STRANGER_CONNECTIONS = 3

/** The live call: the line that was lost, three redials under way (`link/callLinks.ts`), and the one that comes in. */
export const MAX_CONNECTIONS_OF_CALL = 5

/** One person: the connection of the call, the one it is resumed on, and one that is just being given up. */
export const MAX_CONNECTIONS_PER_ID = 3

/** Offers whose proof is being checked at the same time: a check takes about a millisecond, and contacts must not wait. */
export const MAX_STRANGER_CHECKS = 8
export const MAX_CONTACT_CHECKS = 8

/** Of these, by one ID: whoever passes for one contact must not keep another one waiting. */
export const MAX_CHECKS_PER_ID = 2

/** Messages that wait while one signature is checked; ICE sends about ten in a burst. */
export const MAX_QUEUED_MESSAGES = 64

/** All that waits for one connection: many candidates, or one answer. */
export const MAX_QUEUED_CHARACTERS = 256 * 1024

/** Messages one connection may ever bring by signaling: candidates of many interfaces, 45 s of keep-alives, control. */
export const MAX_MESSAGES_PER_CONNECTION = 500

/** Rates are counted over this time. */
export const RATE_WINDOW_MS = 60_000

/** A person who redials by hand, and gives up at once each time, does so less often than every five seconds. */
export const MAX_RINGS_PER_ID = 12

/** All strangers together: a telephone that rings more often than every two seconds is an attack. */
export const MAX_STRANGER_RINGS = 30

/** All contacts together, counted apart, so that no number of strangers takes their room. */
export const MAX_CONTACT_RINGS = 40

/** Older rings are replays, and so are those of later: the clocks of two people differ by less, whatever is wrong with them. */
export const MAX_CLOCK_DIFFERENCE_MS = 3 * 24 * 3_600_000

/** Redials of the live call: they come at most every 250 ms, then every 2 s (`call/limits.ts`), for 30 s. */
export const MAX_RESUMES = 60

/** Proofs of strangers' offers checked in the rate window; what fails rings nowhere but costs as much. */
export const MAX_STRANGER_CHECKS_PER_WINDOW = 200

/** The same for those who say they are a contact, and for each such ID apart. */
export const MAX_CHECKS_PER_ID_PER_WINDOW = 60

/** False proofs that are told to the person; the rest is only counted. */
export const MAX_MISMATCHES_TOLD = 6

/** Connection ids of checked offers that are remembered, so that a copy of one is not taken for a redial. */
export const MAX_REMEMBERED_CONNECTION_IDS = 512

/** Control messages of the live call that come beside its connections (`pleaseRedial` of a browser that was killed). */
export const MAX_LOOSE_CONTROLS = 120
