import type { Clock } from '../media/clock'
import { createEmitter } from '../media/emitter'
import type { LocalMedia, MediaLine, Playback, Slot, Unsubscribe } from '../ports'
import type { AudioOutput } from './audioOutput'
import { DUCK_ATTACK_MS, DUCK_RELEASE_MS, DUCKED_GAIN, detectSpeech, rootMeanSquare, SILENT, type Speech } from './ducking'
import { type Levels, measureLevels } from './levels'

export interface PlaybackDeps {
  readonly output: AudioOutput
  /** One's own voice lowers the music too. */
  readonly localMedia: Pick<LocalMedia, 'microphoneTrack' | 'microphone' | 'onChange'>
  readonly clock: Clock
}

/** A remote track on its way to the speaker. */
interface Channel {
  readonly track: MediaStreamTrack
  readonly gain: GainNode
  readonly source: AudioNode
  close(): void
}

/** How often voices are looked at for ducking. */
const SPEECH_MS = 30
/** About 21 ms at 48 kHz. */
const SPEECH_WINDOW = 1024
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
  let watching: { stop(): void } | null = null
  let ducked = false

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

  /** Looks for speech only while there is something to lower. */
  function arrangeDucking(): void {
    const wanted = line !== null && share !== null && duck
    if (wanted === (watching !== null)) return
    if (!wanted) {
      watching?.stop()
      watching = null
      if (ducked) setDucked(false)
      return
    }
    if (line) watching = watchSpeech(line.using.context)
  }

  function watchSpeech(context: AudioContext): { stop(): void } {
    const samples = new Float32Array(SPEECH_WINDOW)
    let own: { readonly track: MediaStreamTrack; readonly source: AudioNode; readonly analyser: AnalyserNode } | null = null
    let remote: { readonly channel: Channel; readonly analyser: AnalyserNode } | null = null
    let ownSpeech: Speech = SILENT
    let remoteSpeech: Speech = SILENT

    function analyse(source: AudioNode): AnalyserNode {
      const analyser = context.createAnalyser()
      analyser.fftSize = SPEECH_WINDOW
      source.connect(analyser)
      return analyser
    }
    function follow(): void {
      if (remote?.channel !== (voice ?? undefined)) {
        remote?.analyser.disconnect()
        remote = voice && { channel: voice, analyser: analyse(voice.source) }
      }
      const track = localMedia.microphoneTrack
      if (own?.track !== (track ?? undefined)) {
        own?.source.disconnect()
        own = null
        if (track) {
          const source = context.createMediaStreamSource(new MediaStream([track]))
          own = { track, source, analyser: analyse(source) }
        }
      }
    }
    function rms(analyser: AnalyserNode | undefined): number {
      if (!analyser) return 0
      analyser.getFloatTimeDomainData(samples)
      return rootMeanSquare(samples)
    }
    const stop = clock.every(SPEECH_MS, () => {
      follow()
      const now = clock.now()
      remoteSpeech = detectSpeech(remoteSpeech, rms(remote?.analyser), now)
      ownSpeech = detectSpeech(ownSpeech, rms(own?.analyser), now)
      setDucked(remoteSpeech.speaking || ownSpeech.speaking)
    })
    return {
      stop() {
        stop()
        own?.source.disconnect()
        remote?.channel.source.disconnect(remote.analyser)
      },
    }
  }

  function setDucked(next: boolean): void {
    if (next === ducked) return
    ducked = next
    rampShare((next ? DUCK_ATTACK_MS : DUCK_RELEASE_MS) / 1000)
  }

  function play(context: AudioContext, slot: Slot, track: MediaStreamTrack): void {
    if (track.kind !== 'audio') return
    if (slot === 'microphone' && voice?.track !== track) {
      const former = voice
      voice = openChannel(context, track, 1)
      former?.close()
    } else if (slot === 'shareSound' && share?.track !== track) {
      stopLevels?.()
      stopLevels = null
      const former = share
      share = openChannel(context, track, shareGain())
      former?.close()
      arrangeLevels()
      arrangeDucking()
    }
  }

  function detach(): void {
    if (!line) return
    const { stop, using } = line
    line = null
    stop()
    watching?.stop()
    watching = null
    stopLevels?.()
    stopLevels = null
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
      line = { using, stop: next.onRemoteTrack((slot, track) => play(context, slot, track)) }
      for (const slot of ['microphone', 'shareSound'] as const) {
        const track = next.remoteTrack(slot)
        if (track) play(context, slot, track)
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
