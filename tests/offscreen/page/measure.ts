/** Sources that are known, and what arrives of them. */

export const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

export async function until(condition: () => boolean | Promise<boolean>, ms: number): Promise<number> {
  const start = performance.now()
  while (!(await condition())) {
    if (performance.now() - start > ms) return Number.POSITIVE_INFINITY
    await wait(5)
  }
  return performance.now() - start
}

/** A stereo track with one tone on each side. */
export function toneTrack(context: AudioContext, left: number, right: number): MediaStreamTrack {
  const merger = context.createChannelMerger(2)
  ;[left, right].forEach((frequency, channel) => {
    const oscillator = context.createOscillator()
    oscillator.frequency.value = frequency
    const gain = context.createGain()
    gain.gain.value = 0.3
    oscillator.connect(gain).connect(merger, 0, channel)
    oscillator.start()
  })
  const destination = context.createMediaStreamDestination()
  destination.channelCount = 2
  merger.connect(destination)
  const [track] = destination.stream.getAudioTracks()
  if (!track) throw new Error('no track')
  return track
}

/** A picture whose colour changes with every frame. */
export function movingTrack(width: number, height: number, framesPerSecond = 30): { track: MediaStreamTrack; stop: () => void } {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  let frame = 0
  const timer = setInterval(() => {
    if (!context) return
    context.fillStyle = `hsl(${(frame++ * 5) % 360} 80% 50%)`
    context.fillRect(0, 0, width, height)
  }, 1000 / framesPerSecond)
  const [track] = canvas.captureStream().getVideoTracks()
  if (!track) throw new Error('no track')
  return { track, stop: () => clearInterval(timer) }
}

/** Decibels of each frequency, left and right, in what a remote track plays. */
export async function spectrum(
  track: MediaStreamTrack,
  frequencies: readonly number[],
): Promise<{ left: number[]; right: number[] }> {
  const context = new AudioContext({ sampleRate: 48_000 })
  const stream = new MediaStream([track])
  const element = new Audio()
  element.muted = true
  element.srcObject = stream
  const source = context.createMediaStreamSource(stream)
  const splitter = context.createChannelSplitter(2)
  const stereo = context.createGain()
  stereo.channelCount = 2
  stereo.channelCountMode = 'explicit'
  source.connect(stereo).connect(splitter)
  const analysers = [0, 1].map((channel) => {
    const analyser = context.createAnalyser()
    analyser.fftSize = 32_768
    analyser.smoothingTimeConstant = 0
    splitter.connect(analyser, channel)
    return analyser
  })
  await context.resume()
  await wait(1_500)
  const [left = [], right = []] = analysers.map((analyser) => {
    const bins = new Float32Array(analyser.frequencyBinCount)
    analyser.getFloatFrequencyData(bins)
    return frequencies.map((frequency) => {
      const bin = Math.round((frequency * analyser.fftSize) / context.sampleRate)
      return Math.max(...bins.subarray(bin - 2, bin + 3))
    })
  })
  await context.close()
  return { left, right }
}

export async function inbound(
  connection: RTCPeerConnection,
  kind: 'audio' | 'video',
  mid: string | null,
): Promise<Record<string, unknown>> {
  let found: Record<string, unknown> = {}
  const report = await connection.getStats()
  report.forEach((entry: Record<string, unknown>) => {
    if (entry.type === 'inbound-rtp' && entry.kind === kind && entry.mid === mid) found = entry
  })
  return found
}
