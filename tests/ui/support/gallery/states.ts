import type { Notice, Snapshot, TalkSnapshot } from '../../../../src/messaging/snapshot'
import type { CallEntry, Person } from '../../../../src/people/people'
import { DEFAULT_SETTINGS, FOREVER, type Settings } from '../../../../src/settings/settings'
import { bo, calls, nameless, OWN_ID, people, plain, stranger } from './people'

export interface GalleryState {
  readonly snapshot: Snapshot | null
  readonly settings: Settings
  readonly people: readonly Person[]
  readonly calls: readonly CallEntry[]
}

const server = 'http://127.0.0.1:9000/'
const idle: Snapshot = {
  revision: 1,
  localId: OWN_ID,
  signaling: { state: 'ready', server },
  devices: { microphone: 'granted', camera: 'granted' },
  call: { phase: 'idle', rejoin: null },
  notices: [],
}
const notice = (key: number, code: Notice['code']): Notice => ({ key, code })
const state = (changes: Partial<Snapshot>, more: Partial<GalleryState> = {}): GalleryState => ({
  snapshot: { ...idle, ...changes },
  settings: DEFAULT_SETTINGS,
  people,
  calls,
  ...more,
})

const talk: TalkSnapshot = {
  phase: 'connected',
  callId: 'c',
  party: bo,
  connectedAt: Date.now() - 247_000,
  local: { microphone: 'on', camera: 'on', share: null },
  remoteMedia: { microphone: true, camera: true, share: null },
  quality: {
    level: 'good',
    roundTripMs: 48,
    loss: 0.002,
    resolution: { width: 1280, height: 720, framesPerSecond: 30 },
    codec: 'VP9',
    path: 'direct',
  },
  words: ['anchor', 'velvet', 'orbit', 'maple', 'tunnel', 'gather'],
}
const music = { title: 'Gymnopédie No. 1', artist: 'Erik Satie', artwork: null }
const talking = (changes: Partial<TalkSnapshot>, more: Partial<Snapshot> = {}): GalleryState =>
  state({ call: { ...talk, ...changes }, ...more })
const ended = (reason: Extract<Snapshot['call'], { phase: 'ended' }>['reason'], party = bo, seconds = 0): GalleryState =>
  state({
    call: {
      phase: 'ended',
      callId: 'c',
      party,
      reason,
      connectedAt: seconds ? Date.now() - seconds * 1000 : null,
      endedAt: Date.now(),
    },
  })

/** Every state there is to show. */
export const STATES = {
  loading: state({}, { snapshot: null, people: [], calls: [] }),
  idleFirst: state({ devices: { microphone: 'prompt', camera: 'prompt' } }, { people: [], calls: [] }),
  idle: state({}),
  idleOffline: state({
    signaling: { state: 'offline', server, trouble: 'unreachable' },
    notices: [notice(1, 'selectionIsNoId')],
  }),
  idleTurnedAway: state({ signaling: { state: 'offline', server, trouble: 'refused' } }),
  idleKeyBroken: state({ localId: null, signaling: { state: 'offline', server, trouble: 'keyBroken' } }),
  idleKeyUnavailable: state({ localId: null, signaling: { state: 'offline', server, trouble: 'keyUnavailable' } }),
  idleRefused: state({ devices: { microphone: 'denied', camera: 'denied' } }),
  idleCameraRefused: state({ devices: { microphone: 'granted', camera: 'denied' } }),
  idleElsewhere: state({ signaling: { state: 'inUseElsewhere', server } }),
  idleSilenced: state({}, { settings: { ...DEFAULT_SETTINGS, doNotDisturbUntil: FOREVER } }),
  idleRejoin: state({ call: { phase: 'idle', rejoin: { callId: 'c', party: bo, until: Date.now() + 20_000 } } }),
  outgoing: state({
    call: {
      phase: 'outgoing',
      callId: 'c',
      party: bo,
      ringing: true,
      local: { microphone: 'on', camera: 'on', share: null },
    },
  }),
  outgoingId: state({
    call: {
      phase: 'outgoing',
      callId: 'c',
      party: nameless,
      ringing: false,
      local: { microphone: 'on', camera: 'off', share: null },
    },
  }),
  incoming: state({ call: { phase: 'incoming', callId: 'c', party: bo, withCamera: true, silent: false, preview: true } }),
  incomingStranger: state({
    call: { phase: 'incoming', callId: 'c', party: stranger, withCamera: false, silent: false, preview: false },
  }),
  incomingNameless: state({
    call: { phase: 'incoming', callId: 'c', party: nameless, withCamera: true, silent: false, preview: false },
  }),
  incomingPlain: state({
    call: { phase: 'incoming', callId: 'c', party: plain, withCamera: true, silent: false, preview: false },
  }),
  connecting: talking({
    phase: 'connecting',
    connectedAt: null,
    quality: null,
    remoteMedia: { microphone: true, camera: false, share: null },
  }),
  talking: talking({}),
  talkingStranger: talking({
    party: stranger,
    local: { microphone: 'off', camera: 'off', share: null },
    remoteMedia: { microphone: false, camera: false, share: null },
  }),
  talkingPlain: talking(
    { party: plain, words: null, quality: { ...(talk.quality ?? never()), level: 'fair' } },
    { notices: [notice(1, 'shareReplacesCamera')] },
  ),
  reconnecting: talking({ phase: 'reconnecting', quality: { ...(talk.quality ?? never()), level: 'poor' } }),
  sharing: talking({
    local: {
      ...talk.local,
      share: {
        source: 'tab',
        picture: true,
        sound: true,
        contentHint: 'detail',
        musicBitrate: 256,
        monitorVolume: 0.8,
        title: 'Quarterly plan',
        music: null,
        black: false,
      },
    },
  }),
  sharingMusic: talking(
    {
      local: {
        ...talk.local,
        share: {
          source: 'music',
          picture: false,
          sound: true,
          contentHint: 'detail',
          musicBitrate: 256,
          monitorVolume: 0.8,
          title: 'Radio',
          music,
          black: false,
        },
      },
    },
    { notices: [notice(1, 'overlayNotPossible'), notice(2, 'lineTooSlowForCamera')] },
  ),
  watching: talking({
    remoteMedia: {
      microphone: true,
      camera: true,
      share: {
        source: 'tab',
        picture: true,
        sound: true,
        title: 'Quarterly plan',
        music: null,
        trouble: null,
        volume: 0.7,
        duck: true,
      },
    },
  }),
  listening: talking({
    remoteMedia: {
      microphone: true,
      camera: true,
      share: { source: 'music', picture: false, sound: true, title: 'Radio', music, trouble: null, volume: 0.7, duck: true },
    },
  }),
  everything: talking(
    {
      party: stranger,
      local: {
        ...talk.local,
        share: {
          source: 'music',
          picture: true,
          sound: true,
          contentHint: 'detail',
          musicBitrate: 256,
          monitorVolume: 0.8,
          title: 'Radio',
          music,
          black: false,
        },
      },
      remoteMedia: {
        microphone: true,
        camera: true,
        share: { source: 'music', picture: true, sound: true, title: 'Radio', music, trouble: null, volume: 0.7, duck: true },
      },
    },
    { notices: [notice(1, 'overlayNotPossible'), notice(2, 'lineTooSlowForCamera')] },
  ),
  endedHungUp: ended('remoteHangup', bo, 754),
  endedUnreachable: ended('unreachable', nameless),
  endedUnverified: ended('identityUnverified', stranger),
} as const satisfies Record<string, GalleryState>

export type StateName = keyof typeof STATES

function never(): never {
  throw new Error('the talk of the gallery has a quality')
}
