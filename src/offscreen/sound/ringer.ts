import type { Clock } from '../media/clock'
import type { Ringer } from '../ports'
import type { AudioOutput } from './audioOutput'
import { CALL_MELODIES, lengthOf, type Melody, type Note, RING_MELODIES, type Voice } from './melodies'

export interface RingerDeps {
  readonly output: AudioOutput
  readonly clock: Clock
}

/** A ring begins at this part of its volume and is at full volume after `RISE_S`: nobody is startled. */
const RING_START = 0.15
const RISE_S = 10
/** Call tones stay well below the voice. */
const CALL_TONE_VOLUME = 0.5
/** Fade of whatever is stopped in the middle, so that it does not click. */
const FADE_S = 0.03
/** Rounds are scheduled this long before they sound. */
const LOOK_AHEAD_S = 0.6
const SCHEDULE_MS = 250

interface Playing {
  stop(): void
}

/** Ring tone and call tones, made of oscillators (see `Ringer` in ports.ts). Holds no audio device while silent. */
export function createRinger({ output, clock }: RingerDeps): Ringer {
  let settings: Parameters<Ringer['configure']>[0] = { tone: 'bells', volume: 0.6, callTones: true }
  let ringing: Playing | null = null
  let ringback: Playing | null = null

  function play(melody: Melody, volume: number, rise: boolean): Playing {
    const { context, release } = output.use()
    const master = context.createGain()
    master.connect(context.destination)
    const start = context.currentTime + FADE_S
    master.gain.setValueAtTime(rise ? volume * RING_START : volume, start)
    if (rise) master.gain.linearRampToValueAtTime(volume, start + RISE_S)
    let nextRound = start
    let stopped = false

    const scheduleRounds = (): void => {
      while (nextRound < context.currentTime + LOOK_AHEAD_S) {
        for (const note of melody.notes) sound(context, master, melody.voice, note, nextRound)
        nextRound = melody.period === null ? Number.POSITIVE_INFINITY : nextRound + melody.period
      }
      if (melody.period === null && context.currentTime > start + lengthOf(melody) + FADE_S) close()
    }
    const close = (): void => {
      if (stopped) return
      stopped = true
      stopTimer()
      master.disconnect()
      release()
    }
    const stopTimer = clock.every(SCHEDULE_MS, scheduleRounds)
    scheduleRounds()
    return {
      stop() {
        if (stopped) return
        stopped = true
        stopTimer()
        master.gain.cancelScheduledValues(context.currentTime)
        master.gain.setTargetAtTime(0, context.currentTime, FADE_S / 3)
        clock.after(FADE_S * 2_000, () => {
          master.disconnect()
          release()
        })
      },
    }
  }

  function startRinging(): void {
    if (ringing || settings.tone === 'off' || settings.volume === 0) return
    ringing = play(RING_MELODIES[settings.tone], settings.volume, true)
  }

  return {
    configure(next) {
      const changed = next.tone !== settings.tone || next.volume !== settings.volume
      settings = next
      if (ringing && changed) {
        ringing.stop()
        ringing = null
        startRinging()
      }
    },
    startRinging,
    stopRinging() {
      ringing?.stop()
      ringing = null
    },
    playTone(tone) {
      if (!settings.callTones) return
      if (tone !== 'ringback') {
        play(CALL_MELODIES[tone], CALL_TONE_VOLUME, false)
        return
      }
      ringback ??= play(CALL_MELODIES.ringback, CALL_TONE_VOLUME, false)
    },
    stopRingback() {
      ringback?.stop()
      ringback = null
    },
  }
}

/** Schedules one note at `start` of the context's time. */
function sound(context: AudioContext, destination: AudioNode, voice: Voice, note: Note, start: number): void {
  const at = Math.max(start + note.at, context.currentTime)
  for (const partial of voice.partials) {
    const oscillator = context.createOscillator()
    const envelope = context.createGain()
    const lasts = note.lasts * partial.decay
    const level = note.level * partial.level
    oscillator.type = voice.wave
    oscillator.frequency.value = note.frequency * partial.ratio
    envelope.gain.setValueAtTime(0, at)
    envelope.gain.linearRampToValueAtTime(level, at + voice.attack)
    if (voice.shape === 'struck') {
      envelope.gain.exponentialRampToValueAtTime(level / 1_000, at + lasts)
    } else {
      envelope.gain.setValueAtTime(level, at + lasts - voice.attack)
      envelope.gain.linearRampToValueAtTime(0, at + lasts)
    }
    oscillator.connect(envelope).connect(destination)
    oscillator.start(at)
    oscillator.stop(at + lasts + FADE_S)
  }
}
