import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CallEvent } from '../../../src/call/event'
import { type CallState, IDLE } from '../../../src/call/state'
import { transition } from '../../../src/call/transition'
import { CallMedia, type CallMediaDeps } from '../../../src/offscreen/call/callMedia'
import { RemoteWords } from '../../../src/offscreen/call/remoteWords'
import { parseControl } from '../../../src/protocol/control'
import { MAX_TITLE_CHARACTERS } from '../../../src/protocol/limits'
import { EdgeModel } from '../../call/support/edgeModel'
import { ADA, ME, NOW } from '../../call/support/people'
import { controlText, properText } from '../../protocol/support/controlTexts'
import vectors from '../../vectors/control.json'
import { createFakeClock } from '../fakes'

/** 10,000 in `npm test`, 1,000,000 in `npm run soak`. */
const RUNS = Number(process.env.TABCALL_FUZZ_RUNS ?? 10_000)
const SEED = Number(process.env.TABCALL_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
const RUNS_PER_MS = 0.05

/** The call that the vectors speak of, so that much of what is said concerns it. */
const CALL_ID = vectors[0]?.callId ?? ''

const offer: CallEvent = {
  type: 'offer',
  callId: CALL_ID,
  connectionId: 'connection',
  remote: ADA,
  remoteWithCamera: true,
  temperature: 'warm',
  admission: 'ring',
}
const accept: CallEvent = { type: 'accept', callId: CALL_ID, withCamera: true }
/** What else happens to the call, so that words come in each of its states. */
const happening = fc.constantFrom<CallEvent>(
  offer,
  accept,
  { type: 'dial', callId: CALL_ID, remote: ADA, withCamera: true },
  { type: 'linkUp', callId: CALL_ID },
  { type: 'linkUp', callId: CALL_ID },
  { type: 'linkDown', callId: CALL_ID },
  { type: 'hangUp' },
  { type: 'dismiss' },
)
/** Nearly always a new one; a repeat has the id of before. */
const isRepeat = fc.constantFrom(false, false, false, true)
const step = fc.oneof(
  { weight: 2, arbitrary: happening.map((event) => ({ type: 'happens', event }) as const) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('says' as const), text: properText, isRepeat }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant('says' as const), text: controlText, isRepeat }) },
)
/** Every other time the two talk already: by chance alone they seldom come to lose their line. */
const ahead = fc.constantFrom<readonly CallEvent[]>([], [offer, accept, { type: 'linkUp', callId: CALL_ID }])

/** Media rooms without media. */
function rooms(): CallMediaDeps {
  const nothing = (): void => undefined
  const never = () => nothing
  return {
    localMedia: {
      microphone: 'on',
      camera: 'on',
      microphoneComing: true,
      cameraComing: true,
      microphoneTrack: null,
      cameraTrack: null,
      acquire: async () => true,
      previewCamera: nothing,
      setMicrophone: async () => undefined,
      setCamera: async () => undefined,
      useDevices: nothing,
      release: nothing,
      onChange: never,
      onNotice: never,
    },
    permissions: { access: { microphone: 'granted', camera: 'granted' }, onChange: never },
    sharing: {
      share: null,
      pictureTrack: null,
      soundTrack: null,
      startTab: async () => undefined,
      startDisplay: async () => undefined,
      stop: nothing,
      setHint: nothing,
      setPicture: nothing,
      setMonitorVolume: nothing,
      setMusicBitrate: nothing,
      tabMediaChanged: nothing,
      tabGone: nothing,
      onChange: never,
      onNotice: never,
      onLevels: never,
    },
    sending: {
      prepare: nothing,
      attach: nothing,
      detach: nothing,
      lineBack: nothing,
      cameraPaused: false,
      sharePaused: false,
      onChange: never,
      setViewed: ({ camera, share }) => expect([typeof camera, typeof share]).toEqual(['boolean', 'boolean']),
      onNotice: never,
    },
    playback: {
      attach: nothing,
      detach: nothing,
      setSpeaker: nothing,
      shareVolume: 1,
      duck: true,
      setShareVolume: nothing,
      setDucking: nothing,
      onChange: never,
      onLevels: never,
    },
    frames: {
      setTrack: (_, track) => expect(track).toBeNull(),
      addPort: nothing,
      removeView: nothing,
      addLoopback: () => ({ handle: nothing, want: nothing, close: nothing }),
      onWantedChange: never,
    },
    quality: { attach: nothing, detach: nothing, quality: null, onChange: never },
    clock: createFakeClock(),
    tell: nothing,
  }
}

/** A call as the telephone has it, but for its connections. */
class Listener {
  state: CallState = IDLE
  readonly edge = new EdgeModel()
  readonly media = new CallMedia(rooms())
  readonly words = new RemoteWords({
    state: () => this.state,
    dispatch: (event) => this.dispatch(event),
    media: this.media,
  })

  dispatch(event: CallEvent): void {
    if (event.type === 'offer') this.edge.held.set(event.connectionId, event.callId)
    const { state, effects } = transition(this.state, event, { now: NOW, localId: ME })
    this.state = state
    for (const effect of effects) {
      this.edge.apply(effect)
      if (effect.type === 'startMedia') this.media.start()
      if (effect.type === 'releaseMedia') this.media.release()
    }
    expect(this.edge.disagreements(this.state), `after ${event.type}`).toEqual([])
  }
}

test(
  `whatever the other side says in whatever order, nothing throws and the call and its media stay whole (seed ${SEED})`,
  () => {
    console.info(`remote words: ${RUNS} runs, TABCALL_FUZZ_SEED=${SEED}`)
    const phases = new Map<string, number>()
    let shared = 0
    fc.assert(
      fc.property(ahead, fc.array(step, { maxLength: 14 }), (before, steps) => {
        const listener = new Listener()
        for (const event of before) listener.dispatch(event)
        for (const [number, one] of steps.entries()) {
          if (one.type === 'happens') {
            // An edge brings no offer twice, and no call id that is over.
            if ((one.event.type === 'offer' || one.event.type === 'dial') && listener.state.phase !== 'idle') continue
            if (listener.edge.records.length > 0) continue
            listener.dispatch(one.event)
          } else {
            const parsed = parseControl(one.text, 'channel')
            if (!parsed.ok) continue
            const id = one.isRepeat ? parsed.body.id : `${number}`.padStart(22, 'i')
            listener.words.hear({ ...parsed.body, id })
            phases.set(listener.state.phase, (phases.get(listener.state.phase) ?? 0) + 1)
          }
          const { share } = listener.media.remoteMedia
          if (share !== null) shared += 1
          expect((share?.title ?? '').length).toBeLessThanOrEqual(MAX_TITLE_CHARACTERS)
        }
      }),
      { numRuns: RUNS, seed: SEED },
    )
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    // A fuzzer whose words never meet a call has tested nothing; a few runs by hand need not meet everything.
    if (RUNS < 1_000) return
    for (const phase of ['idle', 'outgoing', 'incoming', 'connecting', 'connected', 'reconnecting', 'ended']) {
      expect(phases.get(phase) ?? 0, phase).toBeGreaterThan(0)
    }
    expect(shared).toBeGreaterThan(0)
  },
  30_000 + RUNS / RUNS_PER_MS,
)
