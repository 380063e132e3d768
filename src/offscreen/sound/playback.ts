import type { Clock } from '../media/clock'
import { createEmitter } from '../media/emitter'
import type { LocalMedia, MediaLine, Playback, Slot, Unsubscribe } from '../ports'
import type { AudioOutput } from './audioOutput'
import { watchSpeechOverMusic } from './ducker'
import { DUCK_ATTACK_MS, DUCK_RELEASE_MS, DUCKED_GAIN } from './ducking'
import { type Levels, measureLevels } from './levels'
import { whenSoundArrives } from './soundArrives'

export interface PlaybackDeps {
  readonly output: AudioOutput
  /** One's own voice lowers the music too. */
  readonly localMedia: Pick<LocalMedia, 'microphoneTrack'>
  readonly clock: Clock
}

/** A remote track on its way to the speaker. */
interface Channel {
  readonly track: MediaStreamTrack
  readonly gain: GainNode
  readonly source: AudioNode
  close(): void
}

/**
 * How long shared sound waits before it is played, in milliseconds: a packet that was lost is noticed by the next one
 * (20 ms), asked for and sent again within that on lines of up to 100 ms there and back.
 */
const SHARE_SOUND_BUFFER_MS = 150

/** A change of volume by hand is a short ramp: no click. */
const VOLUME_RAMP_S = 0.03

/** Plays the other's voice and shared sound (see `Playback` in ports.ts). */
export function createPlayback({ output, localMedia, clock }: PlaybackDeps): Playback {
  const changes = createEmitter()
  const levels = createEmitter<[Levels]>(() => arrangeLevels())
  let shareVolume = 1
  let duck = true
  let line: { readonly stop: Unsubscribe; readonly using: ReturnType<AudioOutput['use']> } | null = null
  let voice: Channel | null = null
  let share: Channel | null = null
  let stopLevels: (() => void) | null = null
  let stopDucking: (() => void) | null = null
  let own: { readonly track: MediaStreamTrack; readonly source: AudioNode } | null = null
  let ducked = false
  /** What closes the channels of former lines that still play, each at once. */
  const leaving = new Set<() => void>()

  function openChannel(context: AudioContext, track: MediaStreamTrack, volume: number): Channel {
    const stream = new MediaStream([track])
    // Chromium plays a remote stream into a graph only while an element holds it too.
    const element = new Audio()
    element.muted = true
    element.srcObject = stream
    void element.play().catch(() => {})
    const source = context.createMediaStreamSource(stream)
    const gain = context.createGain()
    gain.gain.value = volume
    source.connect(gain).connect(context.destination)
    return {
      track,
      gain,
      source,
      close() {
        source.disconnect()
        gain.disconnect()
        element.srcObject = null
      },
    }
  }

  function shareGain(): number {
    return shareVolume * (ducked ? DUCKED_GAIN : 1)
  }

  /** Exponential approach: a third of the time each way is one time constant, so that it has arrived by then. */
  function rampShare(seconds: number): void {
    if (!share) return
    share.gain.gain.setTargetAtTime(shareGain(), share.gain.context.currentTime, seconds / 3)
  }

  function arrangeLevels(): void {
    const wanted = share !== null && levels.size > 0
    if (wanted === (stopLevels !== null)) return
    stopLevels?.()
    stopLevels = wanted && share ? measureLevels(share.source, clock, (now) => levels.emit(now)) : null
  }

  /** One's own voice as a node of the output's graph; made anew when the microphone changes. */
  function ownVoice(context: AudioContext): AudioNode | null {
    const track = localMedia.microphoneTrack
    if (own && own.track !== track) {
      own.source.disconnect()
      own = null
    }
    if (!own && track) own = { track, source: context.createMediaStreamSource(new MediaStream([track])) }
    return own?.source ?? null
  }

  function arrangeDucking(): void {
    stopDucking?.()
    stopDucking = null
    if (!line || !share || !duck) return
    const { context } = line.using
    stopDucking = watchSpeechOverMusic({
      context,
      clock,
      music: share.source,
      voices: () => [voice?.source, ownVoice(context)].filter((node) => node !== undefined && node !== null),
      onDucked(next) {
        ducked = next
        rampShare((next ? DUCK_ATTACK_MS : DUCK_RELEASE_MS) / 1000)
      },
    })
  }

  /** The other side changes over at a moment of its own: until the new line brings sound, the former one is heard. */
  function leave(former: Channel | null, receiver: RTCRtpReceiver | null): void {
    if (former === null) return
    const close = (): void => {
      stop()
      leaving.delete(close)
      former.close()
    }
    const stop = whenSoundArrives(receiver, clock, close)
    leaving.add(close)
  }

  function play(context: AudioContext, next: MediaLine, slot: Slot, track: MediaStreamTrack): void {
    if (track.kind !== 'audio') return
    if (slot === 'microphone' && voice?.track !== track) {
      const former = voice
      voice = openChannel(context, track, 1)
      arrangeDucking()
      leave(former, next.receiver(slot))
    } else if (slot === 'shareSound' && share?.track !== track) {
      stopLevels?.()
      stopLevels = null
      stopDucking?.()
      stopDucking = null
      const former = share
      share = openChannel(context, track, shareGain())
      leave(former, next.receiver(slot))
      arrangeLevels()
      arrangeDucking()
    }
  }

  function detach(): void {
    if (!line) return
    const { stop, using } = line
    line = null
    stop()
    stopDucking?.()
    stopDucking = null
    own?.source.disconnect()
    own = null
    stopLevels?.()
    stopLevels = null
    for (const close of [...leaving]) close()
    voice?.close()
    share?.close()
    voice = null
    share = null
    ducked = false
    using.release()
  }

  return {
    attach(next: MediaLine) {
      const using = line?.using ?? output.use()
      line?.stop()
      const { context } = using
      // Make before break: the former line's sound is replaced track by track.
      line = { using, stop: next.onRemoteTrack((slot, track) => play(context, next, slot, track)) }
      const receiver = next.receiver('shareSound')
      if (receiver) receiver.jitterBufferTarget = SHARE_SOUND_BUFFER_MS
      for (const slot of ['microphone', 'shareSound'] as const) {
        const track = next.remoteTrack(slot)
        if (track) play(context, next, slot, track)
      }
    },
    detach,
    setSpeaker: output.setSpeaker,
    get shareVolume() {
      return shareVolume
    },
    get duck() {
      return duck
    },
    setShareVolume(volume) {
      shareVolume = Math.min(1, Math.max(0, volume))
      rampShare(VOLUME_RAMP_S)
      changes.emit()
    },
    setDucking(enabled) {
      duck = enabled
      arrangeDucking()
      changes.emit()
    },
    onChange: changes.subscribe,
    onLevels: levels.subscribe,
  }
}
