import * as v from 'valibot'
import { PeopleSchema, PersonSchema } from '../people/people'
import { SettingsSchema } from '../settings/settings'

const callId = v.pipe(v.string(), v.minLength(1), v.maxLength(64))
const unitVolume = v.pipe(v.number(), v.minValue(0), v.maxValue(1))
/** A UUID. */
const captureName = v.pipe(v.string(), v.maxLength(36))
const rawId = v.pipe(v.string(), v.maxLength(2000))

/**
 * What views and the background may ask of the offscreen document. Every one is answered by the next
 * snapshot (and a notice where it could not be done), never by a reply.
 */
export const CallCommandSchema = v.variant('type', [
  /** `to` as typed or pasted: parsed by `protocol/invitation.ts`. */
  v.object({ type: v.literal('dial'), to: rawId, camera: v.boolean() }),
  v.object({ type: v.literal('accept'), callId, camera: v.boolean() }),
  v.object({ type: v.literal('decline'), callId }),
  /** Ends whatever call there is: cancels, declines or hangs up. */
  v.object({ type: v.literal('hangUp') }),
  v.object({ type: v.literal('callAgain') }),
  v.object({ type: v.literal('dismiss') }),
  v.object({ type: v.literal('rejoin') }),
  v.object({ type: v.literal('setMicrophone'), enabled: v.boolean() }),
  v.object({ type: v.literal('setCamera'), enabled: v.boolean() }),
  v.object({ type: v.literal('toggleMicrophone') }),
  v.object({ type: v.literal('toggleCamera') }),
  /** The browser's own picker: window, screen or tab. */
  v.object({ type: v.literal('shareDisplay') }),
  v.object({ type: v.literal('stopSharing') }),
  v.object({ type: v.literal('setShareHint'), hint: v.picklist(['detail', 'motion']) }),
  v.object({ type: v.literal('setSharePicture'), picture: v.boolean() }),
  v.object({ type: v.literal('setMonitorVolume'), volume: unitVolume }),
  v.object({ type: v.literal('setMusicBitrate'), kbps: v.picklist([128, 256, 510]) }),
  v.object({ type: v.literal('setShareVolume'), volume: unitVolume }),
  v.object({ type: v.literal('setDucking'), enabled: v.boolean() }),
  v.object({ type: v.literal('dismissNotice'), key: v.number() }),
  v.object({ type: v.literal('useHere') }),
])
export type CallCommand = v.InferOutput<typeof CallCommandSchema>

/** Where the offscreen document gets a tab's picture and sound. */
const CaptureOriginSchema = v.variant('by', [
  /** From `chrome.tabCapture.getMediaStreamId`. */
  v.object({ by: v.literal('stream'), streamId: v.pipe(v.string(), v.maxLength(500)) }),
  /** The overlay in the tab captures it, see `sharePort.ts`. */
  v.object({ by: v.literal('overlay'), capture: captureName }),
  /** It has them already, and only what is sent of them changes. */
  v.object({ by: v.literal('present') }),
])
export type CaptureOrigin = v.InferOutput<typeof CaptureOriginSchema>

/** What only the background may ask of the offscreen document. */
export const HostCommandSchema = v.variant('type', [
  /** `session` names this run of the browser: a call of the same run goes on by itself, one of an earlier run is offered by `Rejoin`. */
  v.object({ type: v.literal('configure'), settings: SettingsSchema, people: PeopleSchema, session: v.string() }),
  v.object({
    type: v.literal('startTabShare'),
    from: CaptureOriginSchema,
    source: v.picklist(['tab', 'music']),
    tabId: v.number(),
    title: v.pipe(v.string(), v.maxLength(500)),
    hint: v.picklist(['detail', 'motion']),
  }),
  v.object({
    type: v.literal('tabMediaChanged'),
    tabId: v.number(),
    /** Null: the page cannot be read. */
    hint: v.nullable(v.picklist(['detail', 'motion'])),
    music: v.nullable(
      v.object({ title: v.nullable(v.string()), artist: v.nullable(v.string()), artwork: v.nullable(v.string()) }),
    ),
  }),
  v.object({ type: v.literal('tabGone'), tabId: v.number() }),
  v.object({
    type: v.literal('raiseNotice'),
    code: v.picklist([
      'shareRefused',
      'shareCancelled',
      'shareForbidden',
      'shareNeedsInvocation',
      'shareTabCrashed',
      'overlayNotPossible',
      'noPictureToFloat',
      'pictureInPictureRefused',
      'selectionIsNoId',
    ]),
  }),
  v.object({ type: v.literal('reportSnapshot') }),
  v.object({ type: v.literal('wake') }),
])
export type HostCommand = v.InferOutput<typeof HostCommandSchema>

const personId = PersonSchema.entries.id
const signalingServer = PersonSchema.entries.server.wrapped

/** What views may ask of the background: everything that needs the browser or storage. */
export const BrowserCommandSchema = v.variant('type', [
  /** Sent by every view when it opens, so that a missing offscreen document is made. */
  v.object({ type: v.literal('viewOpened') }),
  /**
   * Answered by `ShareTabAnswer`. `tabId`: the tab that is meant; null is the one around the view, else the one looked at.
   * `canCapture`: the view stands in that tab, and could capture it itself.
   */
  v.object({
    type: v.literal('shareTab'),
    source: v.picklist(['tab', 'music']),
    tabId: v.nullable(v.number()),
    canCapture: v.boolean(),
  }),
  /** From an overlay that was told to capture its tab: it did, and carries it to the offscreen document under this name. */
  v.object({ type: v.literal('tabCaptured'), source: v.picklist(['tab', 'music']), capture: captureName }),
  /** … or it did not, see `captureRefusal.ts`. */
  v.object({
    type: v.literal('tabNotCaptured'),
    source: v.picklist(['tab', 'music']),
    why: v.picklist(['cancelled', 'forbidden', 'impossible']),
  }),
  v.object({ type: v.literal('updateSettings'), changes: v.partial(SettingsSchema) }),
  /** `server`: where they are; null at ours. Left out, what is known of it stays. */
  v.object({
    type: v.literal('saveContact'),
    id: personId,
    name: v.pipe(v.string(), v.maxLength(80)),
    server: v.optional(v.nullable(signalingServer)),
  }),
  v.object({ type: v.literal('removeContact'), id: personId }),
  v.object({ type: v.literal('setBlocked'), id: personId, blocked: v.boolean() }),
  v.object({ type: v.literal('setCompared'), id: personId, compared: v.boolean() }),
  v.object({ type: v.literal('importPeople'), people: PeopleSchema }),
  v.object({ type: v.literal('deleteCalls'), callIds: v.array(v.string()) }),
  v.object({ type: v.literal('missedCallsSeen') }),
  v.object({ type: v.literal('openPage'), page: v.picklist(['options', 'people', 'onboarding', 'viewer', 'callWindow']) }),
  /** After the person granted the optional host permission. */
  v.object({ type: v.literal('hostPermissionChanged') }),
  /** The key that is kept is another one: a call ends, and the offscreen document begins anew with it. */
  v.object({ type: v.literal('identityChanged') }),
  /** From the overlay or the call window whose picture floats: moving that overlay to another tab would close it. */
  v.object({ type: v.literal('pictureInPicture'), active: v.boolean() }),
  /** The picture could not float: the person is told why. */
  v.object({ type: v.literal('pictureInPictureFailed'), why: v.picklist(['noPictureToFloat', 'pictureInPictureRefused']) }),
])
/** `captureHere`: the browser wants the view to ask for its tab itself, while the press that led to this still counts. */
export const ShareTabAnswerSchema = v.picklist(['done', 'captureHere'])
export type ShareTabAnswer = v.InferOutput<typeof ShareTabAnswerSchema>

export type BrowserCommand = v.InferOutput<typeof BrowserCommandSchema>

/** What the offscreen document tells the background. The snapshot goes along, parsed by type alone: same extension, checked sender. */
export const HostReportSchema = v.variant('type', [
  v.object({ type: v.literal('snapshot'), snapshot: v.looseObject({ revision: v.number() }) }),
  v.object({
    type: v.literal('callRecorded'),
    record: v.object({
      callId: v.string(),
      remote: v.object({ kind: v.picklist(['tabcall', 'plain']), id: v.string() }),
      direction: v.picklist(['outgoing', 'incoming']),
      outcome: v.picklist(['answered', 'missed', 'declined', 'failed']),
      reason: v.string(),
      connectedAt: v.nullable(v.number()),
      endedAt: v.number(),
      server: v.optional(signalingServer),
    }),
  }),
  /** The offscreen document has started and wants its configuration. */
  v.object({ type: v.literal('started') }),
  /** There is a call: the service worker is to live on, see `lifeline.ts`. */
  v.object({ type: v.literal('alive') }),
])

export type HostReport = v.InferOutput<typeof HostReportSchema>

/** The narrow set that a content script may send, to the background alone. */
export const ContentCommandSchema = v.variant('type', [
  /** The host element was removed or hidden by the page, and could not be put back. */
  v.object({ type: v.literal('overlayLost') }),
  v.object({ type: v.literal('overlayMounted') }),
])
export type ContentCommand = v.InferOutput<typeof ContentCommandSchema>
