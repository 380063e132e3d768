import { type Accessor, createEffect, createSignal, onCleanup } from 'solid-js'

/** Often enough to look alive. */
const LOOK_MS = 60
/** Quiet speech has a small peak: the root shows it. */
const shown = (peak: number): number => Math.sqrt(Math.min(1, peak))

/** How loud a stream's sound is, 0 to 1; 0 without sound. */
export function createMicrophoneLevel(stream: Accessor<MediaStream | null>): Accessor<number> {
  const [level, setLevel] = createSignal(0)
  createEffect(() => {
    const heard = stream()
    setLevel(0)
    if (!heard || heard.getAudioTracks().length === 0) return
    const context = new AudioContext()
    const analyser = new AnalyserNode(context, { fftSize: 2048 })
    new MediaStreamAudioSourceNode(context, { mediaStream: heard }).connect(analyser)
    const samples = new Float32Array(analyser.fftSize)
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples)
      setLevel(shown(samples.reduce((peak, sample) => Math.max(peak, Math.abs(sample)), 0)))
    }, LOOK_MS)
    onCleanup(() => {
      clearInterval(timer)
      void context.close()
    })
  })
  return level
}
