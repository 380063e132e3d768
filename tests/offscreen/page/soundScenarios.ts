import { systemClock } from '../../../src/offscreen/media/clock'
import { createPlayback } from '../../../src/offscreen/sound/playback'
import { toneTrack, until, wait } from './measure'
import { connectPair } from './pair'
import { createAudioContext, makeRooms, redirected } from './rooms'

export const soundScenarios = {
  /** Music goes on, and after a second the other's voice begins for a second: how loud is the music at the speaker? */
  async ducking() {
    const near = makeRooms(async () => new MediaStream([toneTrack(createAudioContext(), 1_000, 1_000)]))
    const pair = await connectPair()
    near.sending.attach(pair.near)
    const context = createAudioContext()
    const ear = context.createAnalyser()
    ear.fftSize = 8_192
    ear.smoothingTimeConstant = 0
    // The speaker of this listener is an analyser.
    const playback = createPlayback({
      output: { setSpeaker: () => {}, use: () => ({ context: redirected(context, ear), release: () => {} }) },
      localMedia: { microphoneTrack: null },
      clock: systemClock,
    })
    playback.attach(pair.far)
    await near.sharing.startDisplay()
    const bins = new Float32Array(ear.frequencyBinCount)
    const bin = Math.round((1_000 * ear.fftSize) / context.sampleRate)
    const loudness = (): number => {
      ear.getFloatFrequencyData(bins)
      return 10 ** (Math.max(...bins.subarray(bin - 2, bin + 3)) / 20)
    }
    await wait(2_500)
    const before = loudness()
    const speech = createAudioContext()
    const voice = toneTrack(speech, 300, 300)
    await pair.near.sender('microphone')?.replaceTrack(voice)
    const loweredMs = await until(() => loudness() < before * 0.3, 3_000)
    await wait(1_000)
    const during = loudness()
    await speech.close()
    await wait(3_000)
    const after = loudness()
    playback.detach()
    near.sharing.stop()
    near.sending.detach()
    pair.close()
    return { before, during, after, loweredMs }
  },

  /** The listener changes to a new line half a second before the speaker does: for how long is nothing heard? */
  async changeOfLine() {
    const voice = toneTrack(createAudioContext(), 1_000, 1_000)
    const [former, next] = [await connectPair(), await connectPair()]
    await former.near.sender('microphone')?.replaceTrack(voice)
    const context = createAudioContext()
    const ear = context.createAnalyser()
    ear.fftSize = 1_024
    const playback = createPlayback({
      output: { setSpeaker: () => {}, use: () => ({ context: redirected(context, ear), release: () => {} }) },
      localMedia: { microphoneTrack: null },
      clock: systemClock,
    })
    playback.attach(former.far)
    const samples = new Float32Array(ear.fftSize)
    const loudness = (): number => {
      ear.getFloatTimeDomainData(samples)
      return Math.max(...samples)
    }
    const heardFirst = await until(() => loudness() > 0.01, 5_000)
    await wait(1_000)
    let silentMs = 0
    let silentSince: number | null = null
    const stop = systemClock.every(20, () => {
      const heard = loudness() > 0.01
      silentSince = heard ? null : (silentSince ?? systemClock.now())
      if (silentSince !== null) silentMs = Math.max(silentMs, systemClock.now() - silentSince)
    })
    playback.attach(next.far)
    await wait(500)
    await next.near.sender('microphone')?.replaceTrack(voice)
    await former.near.sender('microphone')?.replaceTrack(null)
    await wait(1_500)
    former.close()
    await wait(500)
    stop()
    const after = loudness()
    playback.detach()
    next.close()
    return { heardFirst, silentMs, after }
  },
}
